// The main tasks without a mouse: a sign-up, a question to the applicant, money that is assigned,
// an approval with the phone.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { signUp } from '../end_to_end/contract/papers.mjs';
import { ask, World } from '../end_to_end/contract/world.mjs';
import { Browser } from './browser.mjs';
import { coda } from './coda.mjs';
import { Keyboard } from './keyboard.mjs';
import { member, move } from './staff_member.mjs';

const world = new World();
const browser = new Browser();
const json = { 'Content-Type': 'application/json' };
let site;

before(async () => {
  await Promise.all([world.start(['--test-clock']), browser.start()]);
  world.token('website', 'apply');
  site = `http://127.0.0.1:${world.port}`;
  await ask(world.urls.payments, 'POST', '/sim/faults', json, JSON.stringify({ fail_next: 1000, status: 400 })); // Nobody pays by itself.
});
after(async () => {
  await browser.stop();
  await world.stop();
});

async function apply(organisation) {
  const body = { ...signUp(), organisation: { ...signUp().organisation, name: organisation } };
  const answer = await ask(world.port, 'POST', '/api/v1/applications', { ...json, Authorization: `Bearer ${world.tokens.website}` }, JSON.stringify(body));
  return JSON.parse(answer.body).reference;
}
const show = (reference) => JSON.parse(world.run(['show', reference, '--json']).out);
async function until(holds, what) {
  for (const end = Date.now() + 90_000; Date.now() < end; await sleep(150)) if (holds()) return;
  assert.fail(`${what} does not come: ${world.server.said}`);
}
// A member who has put the mouse away.
const colleague = async (name, roles) => new Keyboard(await member(world, browser, name, roles));

test('an applicant signs up', { timeout: 1_400_000 }, async () => {
  const keys = new Keyboard(await browser.person());
  const { person, page } = keys;
  await person.at(`${site}/`);
  await keys.skips();
  await keys.field('product', '.be');
  await keys.press('Space');
  await keys.pushes(keys.say('portal.start.show'));
  await keys.pushes(keys.say('portal.start.begin'));
  await keys.follows(keys.say('portal.section.organisation'));
  await keys.types({ 'organisation.name': 'Toetsenbord BV', 'organisation.vat_number': 'BE0123456748', 'organisation.website': 'https://voorbeeld.example' });
  await keys.enter(); // The first button of the form, as everywhere.
  await keys.isToldAt('organisation.vat_number');
  await keys.types({ 'organisation.vat_number': 'BE0123456749' });
  await keys.enter();
  await keys.chooses('organisation.address.country', 'Belgium');
  await keys.types({ 'organisation.address.street': 'Philipssite 5', 'organisation.address.postal_code': '3001', 'organisation.address.city': 'Leuven' });
  await keys.enter();
  await keys.types({ 'representative.first_name': 'An', 'representative.last_name': 'Peeters', 'representative.email': 'an@voorbeeld.example', 'representative.phone': '+32 16 28 49 70', 'representative.mobile': '+32 497 11 11 11' });
  await keys.enter();
  await keys.field('contract_language');
  await keys.press('ArrowDown'); // From English to the next.
  await keys.types({ 'prepayment.amount': '2500.00' });
  await keys.enter();
  assert.match(page.url(), /\/check$/);
  await keys.pushes(keys.say('do.submitted'));
  await keys.hears(keys.say('portal.status.sent'));
});

test('a clerk takes an application and asks for what is missing', { timeout: 1_400_000 }, async () => {
  const reference = await apply('Vraagteken NV');
  const keys = await colleague('Jan', ['clerk']);
  const { page } = keys;
  await page.goto(`${site}/console/queue?view=open`);
  await keys.skips();
  await keys.press('/');
  await keys.keys.type(reference);
  await keys.enter();
  await keys.press('j');
  assert.equal((await keys.at()).text, 'Vraagteken NV');
  await keys.enter();
  await keys.pushes(keys.say('console.claim'));
  await keys.hears(keys.say('console.done'));
  await keys.follows(keys.say('do.information_requested'));
  await keys.chooses('item_field0', 'Website');
  await keys.field('item_text0');
  await keys.enter();
  await keys.isToldAt('item_text0');
  await keys.types({ item_text0: 'It does not answer.' });
  await keys.enter();
  await keys.hears(keys.say('console.done'));
  assert.equal(show(reference).state, 'information_requested');
});

test('finance assigns a payment', { timeout: 1_400_000 }, async () => {
  const reference = await apply('Zonnebloem Registrars');
  const sent = world.run(['send', reference, 'approved', '--role', 'approver', '--by', 'approver']);
  assert.equal(sent.status, 0, sent.err);
  await until(() => show(reference).state === 'payment_due' && show(reference).invoice, 'the invoice');
  const file = join(world.folder, 'march.cod');
  writeFileSync(file, coda(302_500, '061', 'ZONNEBLOEM REGISTRARS'));
  const keys = await colleague('Fin', ['finance']);
  // The window to choose a file is the browser's own.
  await keys.page.goto(`${site}/console/finance`);
  await keys.page.setInputFiles('[name=statement]', file);
  await keys.pushes(keys.say('console.finance.take_in'));
  await keys.follows('ZONNEBLOEM REGISTRARS');
  await keys.field('reference', reference);
  await keys.press('Space');
  await keys.types({ reason: 'The name is theirs.' });
  await keys.pushes(keys.say('console.finance.book_button'));
  await keys.hears(keys.say('console.finance.done.booked'));
  await until(() => show(reference).state === 'activation_due', 'the activation');
});

// The last one: it moves the clock further than webhooks are believed.
test('an approver approves with the phone', { timeout: 1_400_000 }, async () => {
  const reference = await apply('Handtekening BV');
  const keys = await colleague('Mia', ['approver']);
  await move(world, 'PT10M'); // The phone key of the login is no longer a recent one.
  await keys.page.goto(`${site}/console/applications/${reference}`);
  await keys.follows(keys.say('do.approved'));
  await keys.types({ phone_key: '000000' });
  await keys.enter();
  await keys.isToldAt('phone_key');
  await keys.types({ phone_key: await keys.person.key() });
  await keys.enter();
  await keys.hears(keys.say('console.done'));
  assert.notEqual(show(reference).state, 'in_review');
});
