// Judges XML documents by Schematron rules: node schematron.mjs FOLDER RULES… prints JSON,
// {"invoice.xml": {"RULES.sch": ["BR-01 fatal"]}} with every assertion that a document fails.

import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';

// What packaging/install-packages has put beside the build.
const require = createRequire(join(process.env.DOORSTEP_SOURCE, 'build/node/'));
const { Schema, registerCustomXPathFunction } = require('node-schematron');
const beside = createRequire(require.resolve('node-schematron'));
const { evaluateXPath } = beside('fontoxpath');
const { parseXmlDocument } = beside('slimdom');

const xslt = 'http://www.w3.org/1999/XSL/Transform';
const elements = (node) => node.childNodes.filter((child) => child.nodeType === 1);

// The rules' own functions are written in XSLT, which node-schematron does not know; but nothing in
// them is more than one expression of XPath, cut in pieces.
function expression(nodes) {
  const [node, ...rest] = nodes;
  switch (node.localName) {
    case 'param': return expression(rest);
    case 'variable': return `let $${node.getAttribute('name')} := (${value(node)}) return ${expression(rest)}`;
    case 'choose': return alternatives(elements(node));
    case 'sequence': case 'value-of': return `(${node.getAttribute('select')})`;
    default: throw new Error(`<${node.nodeName}> is not understood in a function of the rules`);
  }
}
function value(node) {
  if (node.hasAttribute('select')) return node.getAttribute('select');
  return elements(node).length ? expression(elements(node)) : `'${node.textContent}'`;
}
function alternatives([first, ...rest]) {
  if (first.localName === 'otherwise') return expression(elements(first));
  return `if (${first.getAttribute('test')}) then (${expression(elements(first))}) else (${alternatives(rest)})`;
}

function register(document, namespaces) {
  for (const found of document.getElementsByTagNameNS(xslt, 'function')) {
    const [prefix, localName] = found.getAttribute('name').split(':');
    const parameters = elements(found).filter((each) => each.localName === 'param');
    const body = expression(elements(found));
    const returns = found.getAttribute('as');
    registerCustomXPathFunction(
      { localName, namespaceURI: namespaces[prefix] },
      parameters.map((each) => each.getAttribute('as')?.replace('decimal', 'anyAtomicType') ?? 'xs:string?'),
      returns,
      (_, ...given) => {
        const variables = Object.fromEntries(parameters.map((each, i) => [each.getAttribute('name'), given[i]]));
        const type = returns === 'xs:boolean' ? evaluateXPath.BOOLEAN_TYPE : evaluateXPath.NUMBER_TYPE;
        return evaluateXPath(body, null, null, variables, type, { namespaceResolver: (name) => namespaces[name] ?? null });
      });
  }
}

function rules(file) {
  const text = readFileSync(file, 'utf8');
  const document = parseXmlDocument(text);
  const namespaces = { xs: 'http://www.w3.org/2001/XMLSchema' };
  for (const ns of document.getElementsByTagName('ns')) namespaces[ns.getAttribute('prefix')] = ns.getAttribute('uri');
  register(document, namespaces);
  const flags = new Map(document.getElementsByTagName('assert').map((each) => [each.getAttribute('id'), each.getAttribute('flag')]));
  return { name: basename(file), schema: Schema.fromString(text), flags };
}

const [folder, ...files] = process.argv.slice(2);
const sets = files.map(rules);
const verdicts = {};
for (const file of readdirSync(folder).filter((name) => name.endsWith('.xml'))) {
  const text = readFileSync(join(folder, file), 'utf8');
  verdicts[file] = Object.fromEntries(sets.map(({ name, schema, flags }) => {
    const failed = schema.validateString(text).filter((result) => !result.isReport);
    return [name, [...new Set(failed.map(({ assertId }) => `${assertId} ${flags.get(assertId)}`))].sort()];
  }));
}
console.log(JSON.stringify(verdicts, null, 2));
