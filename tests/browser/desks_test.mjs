// The desks at work, each with real things on it: mails from a real mailbox, a statement of the bank,
// work that a simulator has refused, a letter in the print shop's folder.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { signUp } from '../end_to_end/contract/papers.mjs';
import { ask, webhookSecret, World } from '../end_to_end/contract/world.mjs';
import { Browser } from './browser.mjs';
import { coda } from './coda.mjs';
import { member as staffMember, move as moveClock } from './staff_member.mjs';

// The clock is moved for the phone keys: a little before the last test, for signed webhooks of what
// the simulators do now are not believed for longer than five minutes.
const world = new World();
const browser = new Browser();
const member = (...who) => staffMember(world, browser, ...who);
const move = (advance) => moveClock(world, advance);
let site;

before(async () => {
  await Promise.all([world.start(['--test-clock']), browser.start()]);
  world.token('website', 'apply');
  site = `http://127.0.0.1:${world.port}`;
});
after(async () => {
  await browser.stop();
  await world.stop();
});

const json = { 'Content-Type': 'application/json' };
const until = async (what, holds) => {
  for (const end = Date.now() + 90_000; Date.now() < end; await sleep(150)) {
    const found = await holds();
    if (found) return found;
  }
  assert.fail(`${what} has not come: ${world.server.said}`);
};
const shows = (person, address, text) => until(`"${text}" at ${address}`, async () => {
  await person.page.goto(site + address);
  return (await person.page.locator('body').innerText()).includes(text);
});
const refuse = (simulator, fail_next, status = 400) => ask(world.urls[simulator], 'POST', '/sim/faults', json, JSON.stringify({ fail_next, status }));
const view = (reference) => JSON.parse(world.run(['show', reference, '--json']).out);
const comes = (reference, state) => until(`${reference} in ${state}`, () => view(reference).state === state);
async function approved(organisation = 'Voorbeeld Hosting BV') {
  const body = JSON.stringify({ ...signUp(), organisation: { ...signUp().organisation, name: organisation } });
  const answer = await ask(world.port, 'POST', '/api/v1/applications', { ...json, Authorization: `Bearer ${world.tokens.website}` }, body);
  const { reference } = JSON.parse(answer.body);
  const sent = world.run(['send', reference, 'approved', '--role', 'approver', '--by', 'approver']);
  assert.equal(sent.status, 0, sent.err);
  return reference;
}
// Both other languages have this page, with nothing that was not filled in.
async function inOtherLanguages(person, address, dutch, french) {
  for (const [language, text] of [['nl', dutch], ['fr', french], ['en', '']]) {
    await person.page.goto(`${site}${address}${address.includes('?') ? '&' : '?'}language=${language}`);
    await person.sees(text);
    assert.doesNotMatch(await person.page.locator('main').innerText(), /\{\w+\}/);
  }
}

const mail = (subject, lines) => `Return-Path: <an@voorbeeld.example>\r\nFrom: An Peeters <an@voorbeeld.example>\r\nTo: onboarding@registry.example\r\nMessage-ID: <${subject.replaceAll(' ', '.')}@voorbeeld.example>\r\nSubject: ${subject}\r\n\r\n${lines.join('\r\n')}`;
const form = ['Organisation: Voorbeeld Hosting BV', 'Street: Philipssite 5', 'Postal code: 3001', 'City: Leuven', 'Country: BE', 'VAT number: BE0123456749', 'Website: https://voorbeeld.example', 'First name: An', 'Last name: Peeters', 'E-mail: an@voorbeeld.example', 'Phone: +32.16284970', 'Mobile: +32 497 11 11 11', 'Contract language: EN', 'Prepayment: EUR 2,500.00', 'Standing order: no', 'Products: .be'];

test('the intake desk: a mail beside its form is corrected and confirmed, and another one laid aside', { timeout: 1_400_000 }, async () => {
  world.dovecot.deliver(mail('We want to be a registrar', form.filter((line) => !line.startsWith('VAT'))));
  world.dovecot.deliver(mail('Good day', ['How are you? <script>alert(1)</script>']));
  world.dovecot.deliver(mail('Our papers', ['Here is what you asked for.']));
  const clerk = await member('Jan', ['clerk']);
  await shows(clerk, '/console/intake', 'We want to be a registrar');
  await clerk.look('console-intake');
  await inOtherLanguages(clerk, '/console/intake', 'Te bevestigen', 'À confirmer');
  await clerk.follow('We want to be a registrar');
  await clerk.sees('Organisation: Voorbeeld Hosting BV');
  await clerk.sees('VAT number: This is required.');
  await clerk.look('console-mail');
  assert.equal(await clerk.page.inputValue('[name="organisation.address.city"]'), 'Leuven');
  assert.equal(await clerk.page.locator('mark').count() > 8, true);
  const address = new URL(clerk.page.url()).pathname;
  await inOtherLanguages(clerk, address, 'Bevestigen en indienen', 'Confirmer et introduire');

  await clerk.page.goto(site + address);
  await clerk.press('Confirm and send in');
  await clerk.sees('There is a problem');
  assert.equal(await clerk.page.locator('[name="organisation.vat_number"]').getAttribute('aria-invalid'), 'true');
  await clerk.look('console-mail-wrong');
  await clerk.fill({ 'organisation.vat_number': 'BE0123456749', 'organisation.address.city': 'Heverlee' });
  await clerk.press('Confirm and send in');
  await clerk.sees('Heverlee');
  const reference = new URL(clerk.page.url()).pathname.split('/').pop();
  assert.equal(view(reference).state, 'in_review');
  await clerk.page.goto(site + address);
  assert.equal(await clerk.page.getByRole('button', { name: 'Confirm and send in' }).count(), 0);

  await shows(clerk, '/console/intake?view=unclear', 'Good day');
  await clerk.sees('Our papers');
  await clerk.follow('Good day');
  await clerk.sees('<script>alert(1)</script>');
  await clerk.press('Lay it aside');
  await clerk.sees('There is a problem');
  await clerk.fill({ reason: 'A greeting.' });
  await clerk.press('Lay it aside');
  await clerk.sees('The mail is laid aside.');
  await shows(clerk, '/console/intake?view=dismissed', 'Good day');

  await shows(clerk, '/console/intake?view=unclear', 'Our papers');
  await clerk.follow('Our papers');
  await clerk.fill({ reference: 'A-1999-000001' });
  await clerk.press('Put it there');
  await clerk.sees('There is no application with this reference.');
  await clerk.fill({ reference });
  await clerk.press('Put it there');
  await clerk.sees('The mail belongs to the application now.');
  const raw = await clerk.page.context().request.get(`${site}${new URL(clerk.page.url()).pathname}/raw`);
  assert.match(raw.headers()['content-disposition'], /^attachment/);
  assert.match(await raw.text(), /Subject: Our papers/);

  const approver = await member('Mia', ['approver']);
  await approver.at(site + address);
  assert.equal(await approver.page.getByRole('button', { name: 'Lay it aside' }).count(), 0);
  await approver.at(`${site}/console/finance`, { status: 403 });
});

test('the post room: a letter is printed, posted, and comes back', { timeout: 1_400_000 }, async () => {
  const reference = await approved('Brievenbus NV');
  const clerk = await member('Lou', ['clerk']);
  const { letter } = await world.letter(reference);
  await shows(clerk, '/console/post?view=asked', reference);
  await clerk.look('console-post');
  writeFileSync(join(world.letters, `${letter}.printed`), '');
  await shows(clerk, '/console/post?view=printed', reference);
  await clerk.look('console-post-printed');
  await inOtherLanguages(clerk, '/console/post?view=printed', 'Te posten', 'À poster');
  await clerk.page.getByRole('row').filter({ hasText: reference }).getByRole('button').click();
  await clerk.sees('The letter is noted as posted');
  await clerk.page.getByRole('row').filter({ hasText: reference }).getByRole('link').first().click();
  await clerk.look('console-letter');
  await inOtherLanguages(clerk, new URL(clerk.page.url()).pathname, 'In wiens handen', 'Entre quelles mains');
  await clerk.press('Note as returned');
  await clerk.sees('There is a problem');
  await clerk.fill({ reason: 'Unknown at this address.' });
  await clerk.press('Note as returned');
  await clerk.sees('The letter is noted as returned.');
  await clerk.page.getByRole('row').filter({ hasText: reference }).getByRole('link').first().click();
  await clerk.sees('Unknown at this address.');
  await clerk.follow('Send a new letter');
  await clerk.sees('Brievenbus NV');

  const auditor = await member('Tom', ['auditor'], { until: '2030-01-31' });
  await auditor.at(`${site}/console/post/${letter}`);
  assert.equal(await auditor.page.getByRole('button', { name: /Note as/ }).count(), 0);
  await auditor.at(`${site}/console/intake`, { status: 403 });
});

test('parked work: what a simulator refused is tried again, what nobody understands is given up', { timeout: 1_400_000 }, async () => {
  await refuse('esign', 1);
  await refuse('payments', 1000); // So that it waits where it is.
  const reference = await approved('Parkeerplaats BV');
  const body = JSON.stringify({ type: 'payment.received', timestamp: new Date().toISOString(), data: { external_id: 'A-1999-000001', amount_cents: 5, currency: 'EUR', payment: 'p-1' } });
  const now = String(Math.floor(await move('PT0S')));
  const signature = createHmac('sha256', Buffer.from(webhookSecret.slice('whsec_'.length), 'base64')).update(`msg-1.${now}.${body}`).digest('base64');
  const taken = await ask(world.port, 'POST', '/webhooks/payments', { ...json, 'webhook-id': 'msg-1', 'webhook-timestamp': now, 'webhook-signature': `v1,${signature}` }, body);
  assert.equal(taken.status, 200, String(taken.body));

  const clerk = await member('Kim', ['clerk']);
  await shows(clerk, '/console/parked', 'A message from payments msg-1');
  await shows(clerk, '/console/parked', 'Send the contract for signature');
  await clerk.look('console-parked');
  await inOtherLanguages(clerk, '/console/parked', 'Vastgelopen werk', 'Travaux bloqués');
  const row = clerk.page.getByRole('row').filter({ hasText: reference }).filter({ hasText: 'Send the contract' });
  await row.getByRole('link').first().click();
  await clerk.sees('failing on purpose');
  await clerk.page.locator('summary').first().click();
  await clerk.sees('Parkeerplaats BV');
  await clerk.look('console-parked-work');
  await inOtherLanguages(clerk, new URL(clerk.page.url()).pathname, 'Opnieuw proberen', 'Réessayer');
  await clerk.press('Try again');
  await clerk.sees('There is a problem');
  await clerk.fill({ reason: 'It is back.' });
  await clerk.press('Try again');
  await clerk.sees('It is being tried again.');
  await comes(reference, 'payment_due');
  await clerk.at(`${site}/console/health`);
  await clerk.sees('need a person');
  await clerk.look('console-health');
  await inOtherLanguages(clerk, '/console/health', 'vraagt iemand', 'demande quelqu’un');

  const admin = await member('Ada', ['administrator']);
  await admin.at(`${site}/console/parked`);
  await admin.follow('A message from payments msg-1');
  await admin.sees('not shown to administrators');
  assert.equal(await admin.page.getByRole('button', { name: 'Give it up' }).count(), 0);
  const forged = await admin.page.evaluate(async (path) => {
    const body = new URLSearchParams({ csrf: document.querySelector('[name=csrf]').value, what: 'dismiss', reason: 'x' });
    return (await fetch(path, { method: 'POST', body })).status;
  }, new URL(admin.page.url()).pathname);
  assert.equal(forged, 403);
  await admin.at(`${site}/console/health`);
  for (const path of ['/console/intake', '/console/finance', '/console/post']) await admin.at(site + path, { status: 403 });

  await clerk.at(`${site}/console/parked`);
  await clerk.follow('A message from payments msg-1');
  await clerk.fill({ reason: 'Not one of ours.' });
  await clerk.press('Give it up');
  await clerk.sees('It is given up.');
  assert.doesNotMatch(await clerk.page.locator('main').innerText(), /msg-1/);
});

const file = (name, text) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });

test('finance: money without a reference is booked by its suggestion, other money set aside, a refund sent with a phone key', { timeout: 1_400_000 }, async () => {
  await refuse('payments', 1000); // Nobody pays by itself.
  const reference = await approved('Zonnebloem Registrars');
  await until('the invoice', () => view(reference).invoice);
  const finance = await member('Fin', ['finance']);
  await finance.at(`${site}/console/finance`);
  await finance.sees('Nothing waits here.');
  await finance.page.setInputFiles('[name=statement]', file('march.cod', coda(302_500, '061', 'ZONNEBLOEM REGISTRARS')));
  await finance.press('Take it in');
  await finance.sees('0 booked, 1 to assign');
  await finance.page.setInputFiles('[name=statement]', file('april.cod', coda(1_234, '062', 'SOMEBODY ELSE')));
  await finance.press('Take it in');
  await finance.page.setInputFiles('[name=statement]', file('may.cod', coda(1_234, '063', 'X').slice(0, -130)));
  await finance.press('Take it in');
  await finance.sees('Nothing of this file was booked.');
  await finance.look('console-finance-wrong');
  await finance.at(`${site}/console/finance`);
  await finance.sees(`perhaps ${reference}`);
  await finance.look('console-finance');
  await inOtherLanguages(finance, '/console/finance', 'Toe te wijzen geld', 'Montants à affecter');

  await finance.follow('ZONNEBLOEM REGISTRARS');
  await finance.sees('which still wants exactly this amount');
  await finance.look('console-movement');
  const address = new URL(finance.page.url()).pathname;
  await inOtherLanguages(finance, address, 'Op een aanvraag boeken', 'Affecter à une demande');
  await finance.page.goto(site + address);
  await finance.press('Book');
  await finance.sees('There is a problem');
  await finance.fill({ other: 'A-1999-000001', reason: 'They called.' });
  await finance.press('Book');
  await finance.sees('There is no application with this reference.');
  await finance.fill({ other: '' });
  await finance.page.check(`[name=reference][value="${reference}"]`);
  await finance.press('Book');
  await finance.sees('The money is booked.');
  await finance.sees(reference);
  await comes(reference, 'activation_due');

  await finance.at(`${site}/console/finance`);
  await finance.follow('SOMEBODY ELSE');
  await finance.sees('No open invoice resembles it.');
  await finance.press('Set it aside');
  await finance.sees('There is a problem');
  await finance.fill({ aside: 'Rent of the cellar.' });
  await finance.press('Set it aside');
  await finance.sees('The movement is set aside.');
  await finance.at(`${site}/console/finance?view=passed`);
  await finance.sees('Set aside by hand: Rent of the cellar.');
  await finance.at(`${site}/console/finance?view=booked`);
  await finance.sees(reference);

  const withdrawn = world.run(['send', reference, 'withdrawn', '--role', 'clerk', '--by', 'clerk', '--data', '{"reason": "They gave up."}']);
  assert.equal(withdrawn.status, 0, withdrawn.err);
  await shows(finance, '/console/finance?view=refunds', 'BE71096123456769');
  await finance.look('console-refunds');
  await move('PT10M'); // The phone key of the login is no longer a recent one.
  await finance.page.reload();
  await finance.page.locator('tbody th a').first().click();
  await finance.sees('Transfer the money at the bank first');
  await finance.look('console-refund');
  const auditor = await member('Ann', ['auditor'], { until: '2030-01-31' });
  await auditor.at(`${site}/console/finance?view=refunds`);
  await auditor.page.locator('tbody th a').first().click();
  await auditor.sees('BE71096123456769');
  assert.equal(await auditor.page.locator('main form').count(), 0);
  await auditor.look('console-refund-auditor');
  await finance.fill({ reason: 'Transfer 4711', phone_key: '000000' });
  await finance.press('Note as sent');
  await finance.sees('The phone key is wrong');
  await finance.fill({ phone_key: await finance.key() });
  assert.equal(await finance.page.inputValue('[name=reason]'), 'Transfer 4711');
  await finance.press('Note as sent');
  await finance.sees('The refund is noted as sent');
  assert.match(world.run(['show', reference, '--journal']).out, /Money sent back/);
  for (const path of ['/console/intake', '/console/post']) await finance.at(site + path, { status: 403 });
});
