// What applicants send: a sign-up that is right in every field, and a PDF.

export const pdf = Buffer.from('%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\nxref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 1 /Root 1 0 R >>\nstartxref\n45\n%%EOF\n');

export function signUp(products = [{ name: '.be', role: 'direct' }]) {
  return {
    organisation: {
      name: 'Voorbeeld Hosting BV', vat_number: 'BE0123456749', website: 'https://voorbeeld.example',
      address: { street: 'Philipssite 5', postal_code: '3001', city: 'Leuven', state: null, country: 'BE' },
    },
    representative: { first_name: 'An', last_name: 'Peeters', email: 'an@voorbeeld.example', phone: '+32.16284970', mobile: '+32 497 11 11 11' },
    contract_language: 'nl', prepayment: { amount: '2500.00', currency: 'EUR' }, current_account: null, standing_order: false, products,
  };
}

export const profile = {
  contacts: ['billing', 'technical'].map((kind) => ({ kind, alias: kind, name: 'An Peeters', email: `${kind}@voorbeeld.example`, phone: '+32.16284970' })),
  product_urls: [{ product: '.be', language: 'nl', url: 'https://voorbeeld.example/be' }],
};
