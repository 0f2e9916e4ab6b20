// What applicants send: a sign-up that is right in every field, and a PDF.

const objects = ['1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n', '2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n',
  '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>>>endobj\n'];

// A PDF with nothing on its one page, whole down to its table of references.
function blankPdf() {
  let text = '%PDF-1.4\n';
  let table = 'xref\n0 4\n0000000000 65535 f \n';
  for (const object of objects) {
    table += `${String(text.length).padStart(10, '0')} 00000 n \n`;
    text += object;
  }
  return Buffer.from(`${text}${table}trailer<</Size 4/Root 1 0 R>>\nstartxref\n${text.length}\n%%EOF\n`);
}

export const pdf = blankPdf();

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
