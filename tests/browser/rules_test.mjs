// The rules as administrators change them: a mail's text and the catalogue, from the proposal over
// the other administrator's approval to the mail and the sign-up that go by them, on a server that
// is not restarted; the calendar; and the buttons that try connections.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { signUp } from '../end_to_end/contract/papers.mjs';
import { ask, World } from '../end_to_end/contract/world.mjs';
import { Browser } from './browser.mjs';
import { member as staffMember, move as moveClock } from './staff_member.mjs';

const world = new World();
const browser = new Browser();
let site, ada, bob;

const json = { 'Content-Type': 'application/json' };
const move = (advance) => moveClock(world, advance);
const member = (...who) => staffMember(world, browser, ...who);
async function apply(change = {}) {
  const headers = { ...json, Authorization: `Bearer ${world.tokens.website}` };
  const answer = await ask(world.port, 'POST', '/api/v1/applications', headers, JSON.stringify({ ...signUp(), ...change }));
  return { status: answer.status, ...JSON.parse(answer.body) };
}
async function until(what, why) {
  for (const end = Date.now() + 60_000; Date.now() < end; await sleep(200)) {
    const found = await what().catch(() => undefined);
    if (found) return found;
  }
  assert.fail(`${why}: ${world.server.said}`);
}

// With a new key of the phone, where the page asks for one.
async function approve(person, address) {
  await person.at(address);
  await person.sees('Approve this version');
  if (await person.page.locator('[name=phone_key]').count()) await person.fill({ phone_key: await person.key() });
  await person.press('Approve this version');
  await person.sees('The version is approved.');
}

// As the registry's days go, which begin before those of UTC.
const today = async () => new Date((await move('PT1S')) * 1000).toLocaleDateString('sv', { timeZone: 'Europe/Brussels' });

before(async () => {
  await Promise.all([world.start(['--test-clock']), browser.start()]);
  world.token('website', 'apply', 'read');
  world.token('clerk', 'clerk', 'read');
  site = `http://127.0.0.1:${world.port}`;
  ada = await member('Ada', ['administrator']);
  bob = await member('Bob', ['administrator']);
});
after(async () => {
  await browser.stop();
  await world.stop();
});

test('a mail says its new text from the day on which two have wanted it', { timeout: 1_400_000 }, async () => {
  await ada.at(`${site}/console/rules`);
  await ada.sees('as installed');
  await ada.look('console-rules');
  await ada.follow('sign up received');
  await ada.look('console-rule');
  await ada.follow('Propose a version');
  const text = ada.page.locator('[name="texts.en"]');
  await text.fill((await text.inputValue()).replace('{{>greeting}}', '{{>greeting}}\n\nOur <b>new</b> words & {{nonsense}}.'));
  await ada.fill({ why: 'Friendlier.', effective: 'soon' });
  await ada.press('Propose it');
  await ada.sees('There is a problem');
  await ada.sees('there is no value {{nonsense}} for this mail');
  await ada.sees('Write the first day as year, month and day');
  await ada.look('console-rule-wrong');
  for (const language of ['en', 'fr', 'nl']) {
    const each = ada.page.locator(`[name="texts.${language}"]`);
    const words = (await each.inputValue()).replace(/\n\nOur <b>new<\/b>[^\n]*/, '');
    await each.fill(words.replace('{{>greeting}}', `{{>greeting}}\n\nOur <b>new</b> words & more (${language}).`));
  }
  await ada.fill({ effective: await today() });
  await ada.press('Propose it');
  await ada.sees('The version is proposed.');
  await ada.sees('Another administrator has to approve this version');
  await ada.sees('Our <b>new</b> words & more (en).');
  const shown = ada.page.frameLocator('iframe').first();
  await shown.getByText('Our <b>new</b> words & more (en).').waitFor();
  await ada.look('console-rule-version');
  const address = ada.page.url().split('?')[0];
  assert.equal(await ada.page.getByRole('button', { name: 'Approve this version' }).count(), 0);

  const before = await apply();
  assert.equal(before.status, 201);
  await world.mailed(new RegExp(before.reference));
  await move('PT6M'); // Bob's last phone key is no recent one any more.
  await ada.at(`${site}/console/rules`); // Her session stays open.
  await bob.at(address);
  await bob.fill({ phone_key: '000000' });
  await bob.press('Approve this version');
  await bob.sees('The phone key is wrong');
  await move('PT1M');
  await approve(bob, address);
  await bob.look('console-rule-approved');
  await ada.at(`${site}/console/rules`);
  await move('PT1M');
  const mailsOf = (reference) => readdirSync(world.mailbox).filter((file) => file.endsWith('.eml'))
    .map((file) => readFileSync(join(world.mailbox, file), 'utf8').replace(/=\r?\n/g, '')).filter((mail) => mail.includes(reference));
  // Another sign-up until one gets the new words: the server takes them up by itself.
  await until(async () => {
    const next = await apply();
    if (next.status !== 201) return false;
    for (const end = Date.now() + 5_000; Date.now() < end; await sleep(100))
      if (mailsOf(next.reference).length) return mailsOf(next.reference).some((mail) => mail.includes('words & more (nl)'));
    return false;
  }, 'the new text is not used');
  assert.ok(mailsOf(before.reference).every((mail) => !mail.includes('words & more')));
  await bob.at(address);
  await bob.sees('in force');
});

test('a new amount is for newcomers; who is on the way keeps the terms', { timeout: 1_400_000 }, async () => {
  const running = await apply();
  assert.equal(running.status, 201);
  await ada.at(`${site}/console/rules/subject/catalogue/edit`);
  const text = ada.page.locator('[name="texts.toml"]');
  const catalogue = await text.inputValue();
  await text.fill(catalogue.replace('prepayment_min = "2500.00"', 'prepayment_min = "cheap"'));
  await ada.fill({ why: 'Prices have risen.', effective: await today() });
  await ada.press('Propose it');
  await ada.sees('prepayment_min: must be an amount in quotes');
  await ada.look('console-catalogue-wrong');
  await text.fill(catalogue.replace('prepayment_min = "2500.00"', 'prepayment_min = "3000.00"').replace('review = { limit = "5wd" }', 'review = { limit = "7wd" }'));
  await ada.press('Propose it');
  await ada.sees('Smallest prepayment');
  await ada.sees('7 working days');
  await ada.look('console-catalogue-version');
  const address = ada.page.url().split('?')[0];
  await approve(bob, address);
  await move('PT1M');
  const refused = await until(async () => {
    const answer = await apply();
    return answer.status === 422 && answer;
  }, 'the new amount is not asked for');
  assert.match(JSON.stringify(refused.errors), /prepayment/);
  assert.equal((await apply({ prepayment: { amount: '3000.00', currency: 'EUR' } })).status, 201);

  const newcomer = await browser.person();
  await newcomer.at(`${site}/?product=.be&chosen=1`);
  await newcomer.press('Begin the sign-up');
  await newcomer.at(`${newcomer.page.url()}/agreement`);
  assert.match(await newcomer.page.locator('#prepayment-amount-hint').innerText(), /at least EUR\s3,000\.00\.$/);

  // Asked for a detail, it answers with its own amount.
  const asClerk = { ...json, Authorization: `Bearer ${world.tokens.clerk}` };
  const cause = async (event, data) => {
    const answer = await ask(world.port, 'POST', `/api/v1/applications/${running.reference}/events`, asClerk, JSON.stringify({ event, data }));
    assert.equal(answer.status, 200, String(answer.body));
  };
  await cause('information_requested', { items: [{ field: 'representative.phone', text: 'Which?' }] });
  await cause('information_answered', { sign_up: signUp() }); // EUR 2,500.00, as it came in.
  assert.equal(JSON.parse(world.run(['show', running.reference, '--json']).out).state, 'in_review');
  assert.match(world.run(['rules', 'list', 'catalogue']).out, /\tin_force\t/);
});

test('the calendar is changed by two as well', { timeout: 1_400_000 }, async () => {
  await ada.at(`${site}/console/calendar`);
  await ada.sees('Christmas');
  await ada.look('console-calendar');
  const list = ada.page.locator('[name=holidays]');
  const holidays = await list.inputValue();
  await list.fill(`${holidays}2027-02-30 No day\n2027-12-25 Twice\n`);
  await ada.fill({ why: 'A bridge.', effective: await today() });
  await ada.press('Propose it');
  await ada.sees('write a day and its name');
  await ada.sees('the day 2027-12-25 is there twice');
  await ada.look('console-calendar-wrong');
  await list.fill(`${holidays}2027-12-27 A bridge\n`);
  await ada.press('Propose it');
  await ada.sees('Holiday 2027-12-27');
  const address = ada.page.url().split('?')[0];
  await bob.at(address);
  await bob.press('Withdraw this version');
  await bob.sees('The version is withdrawn.');
  await ada.at(address);
  await ada.sees('Propose this text again');
});

test('an auditor reads, and a clerk does not', { timeout: 1_400_000 }, async () => {
  const tom = await member('Tom', ['auditor'], { until: '2030-01-31' });
  await tom.at(`${site}/console/rules`);
  await tom.at(`${site}/console/rules/versions/1`);
  assert.equal(await tom.page.getByRole('button', { name: 'Withdraw' }).count(), 0);
  await tom.at(`${site}/console/calendar`);
  assert.equal(await tom.page.locator('[name=holidays]').count(), 0);
  await tom.at(`${site}/console/rules/subject/catalogue/edit`, { status: 403 });
  await tom.at(`${site}/console/adapters`, { status: 403 });
  await tom.at(`${site}/console/rules/versions/999`, { status: 404 });
  await tom.at(`${site}/console/rules/subject/mail.none`, { status: 404 });
  const kim = await member('Kim', ['clerk']);
  for (const path of ['rules', 'calendar', 'adapters', 'rules/versions/1', 'rules/versions/1/mail/en']) await kim.at(`${site}/console/${path}`, { status: 403 });
});

test('connections are tried, in every language', { timeout: 1_400_000 }, async () => {
  await ada.at(`${site}/console/adapters`);
  const attempt = (name) => ada.page.getByRole('button', { name: `Try it ${name}`, exact: true }).click();
  await attempt('Mail');
  await ada.sees('It works.');
  await world.mailed(/A test message/);
  await ada.look('console-adapters');
  await attempt('Text messages');
  await ada.sees('Give a mobile number');
  await ada.fill({ phone: '+32 497 11 11 11' });
  await attempt('Text messages');
  await ada.sees('It works.');
  for (const name of ['E-signature', 'Payments', "Registry's system", 'Letters', 'Mailbox']) {
    await attempt(name);
    await ada.page.locator('[role=status]').waitFor();
    assert.match(await ada.page.locator('[role=status]').innerText(), /It works|It is there/, name);
  }
  for (const language of ['nl', 'fr'])
    for (const path of ['rules', 'calendar', 'adapters', 'rules/subject/catalogue', 'rules/versions/1', 'rules/versions/2', 'rules/subject/paper.invoice/edit'])
      await ada.at(`${site}/console/${path}?language=${language}`);
  await ada.look('console-rule-paper-fr');
});

test('the pages work without scripts', { timeout: 1_400_000 }, async () => {
  const eve = await member('Eve', ['administrator'], { scripts: false });
  await eve.at(`${site}/console/rules/subject/paper.security_letter/edit`);
  for (const language of ['en', 'fr', 'nl']) {
    const each = eve.page.locator(`[name="texts.${language}"]`);
    await each.fill((await each.inputValue()).replace(/^Version: .*/, 'Version: 2099.1'));
  }
  await eve.fill({ why: 'A name.', effective: '2099-01-01' });
  await eve.press('Propose it');
  await eve.sees('The version is proposed.');
  const address = eve.page.url().split('?')[0];
  const cookies = await eve.page.context().cookies();
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const paper = await ask(world.port, 'GET', `${new URL(address).pathname}/paper/nl`, { Cookie: cookie });
  assert.deepEqual([paper.status, paper.headers['content-type']], [200, 'application/pdf']);
  assert.ok(paper.body.subarray(0, 5).equals(Buffer.from('%PDF-')));
  await eve.press('Withdraw this version');
  await eve.sees('The version is withdrawn.');
});
