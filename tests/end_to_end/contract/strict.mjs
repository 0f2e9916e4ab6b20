// Finds schemas that would let anything pass: objects that do not say what they may hold, and
// fields without a type.  Free-form data is named here.

const free = new Set(['.Command.properties.data', '.MailReading.properties.sign_up', '.PrivateDraft.properties.sign_up']);

export function visit(schema, at = '') {
  if (free.has(at) || schema === null || typeof schema !== 'object') return [];
  const here = [];
  if (schema.type === 'object' && schema.additionalProperties !== false) here.push(`${at} takes any field`);
  if (schema.type === 'array' && !schema.items) here.push(`${at} takes any item`);
  const inner = Object.entries(schema).flatMap(([key, value]) => visit(value, `${at}.${key}`));
  for (const [name, field] of Object.entries(schema.properties ?? {}))
    if (!free.has(`${at}.properties.${name}`) && !['type', '$ref', 'enum', 'const', 'oneOf'].some((word) => word in field)) here.push(`${at}.${name} takes any value`);
  return [...here, ...inner];
}
