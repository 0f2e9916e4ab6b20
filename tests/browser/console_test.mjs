// Staff at the console: from the invitation to the approval, with four eyes, a step-up, notes, and
// everything that must not work.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { signUp } from '../end_to_end/contract/papers.mjs';
import { ask, World } from '../end_to_end/contract/world.mjs';
import { Browser } from './browser.mjs';
import { invite, move as moveClock, password, setUpPhone } from './staff_member.mjs';
import { say } from './words.mjs';

const world = new World();
const browser = new Browser();
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
const move = (advance) => moveClock(world, advance);
async function apply(change = {}) {
  const answer = await ask(world.port, 'POST', '/api/v1/applications', { ...json, Authorization: `Bearer ${world.tokens.website}` }, JSON.stringify({ ...signUp(), ...change }));
  return JSON.parse(answer.body).reference;
}

// A member who has chosen a password and set a phone up; `key` is what the phone shows.
async function member(name, roles, how = {}) {
  const { email, welcome } = invite(world, name, roles, how);
  const person = await browser.person(how);
  await person.at(site + welcome);
  await person.look('console-welcome');
  await person.fill({ password: 'too short' });
  await person.press('Choose this password');
  await person.sees('There is a problem');
  await person.fill({ password });
  await person.press('Choose this password');
  await person.sees('The password is chosen.');
  await person.look('console-login');
  await person.fill({ email, password });
  await person.press('Log in');
  await person.look('console-enrol');
  await setUpPhone(world, person);
  return Object.assign(person, { email });
}

test('a sign-up goes through the hands of two people', { timeout: 1_400_000 }, async () => {
  const reference = await apply({ organisation: { ...signUp().organisation, name: 'Łódź Hosting & Zonen' } });
  const clerk = await member('Jan', ['clerk']);
  await clerk.page.goto(`${site}/console/queue?view=unassigned&q=lodz`);
  await clerk.sees('Łódź Hosting & Zonen');
  await clerk.look('console-queue');
  for (const words of ['BE0123456749', reference, 'an@voorbeeld.example']) {
    await clerk.page.goto(`${site}/console/queue?q=${encodeURIComponent(words)}`);
    await clerk.sees(reference);
  }
  await clerk.follow('Łódź Hosting & Zonen');
  await clerk.sees('In review');
  await clerk.look('console-case');
  await clerk.press('Take it');
  await clerk.sees('Assigned to: Jan');
  await clerk.fill({ text: 'They called: the <b>website</b> is new.' });
  await clerk.press('Add the note');
  await clerk.sees('They called: the <b>website</b> is new.');

  await clerk.follow('Ask for information');
  await clerk.sees('What follows');
  await clerk.page.selectOption('[name=item_field0]', 'organisation.website');
  await clerk.fill({ item_text0: 'It does not answer.' });
  await clerk.page.selectOption('[name=item_field1]', 'representative.phone');
  await clerk.fill({ item_text1: 'Which extension?' });
  await clerk.look('console-ask');
  await clerk.press('Ask for information');
  await clerk.sees('Information requested');
  await clerk.sees('Waiting for the applicant');

  await clerk.follow('Put on hold');
  await clerk.press('Put on hold');
  await clerk.sees('There is a problem');
  await clerk.look('console-act-wrong');
  await clerk.fill({ reason: 'We ask a lawyer.' });
  await clerk.press('Put on hold');
  await clerk.sees('On hold');
  await clerk.follow('Resume');
  await clerk.press('Resume');

  const approver = await member('Els', ['approver']);
  await approver.page.goto(`${site}/console/queue?view=open`);
  await approver.sees('Waiting for the applicant');
});

test('an approval asks for the phone, and a second tab that was slower loses nothing', { timeout: 1_400_000 }, async () => {
  const reference = await apply();
  const approver = await member('Mia', ['approver']);
  const address = `${site}/console/applications/${reference}`;
  await move('PT10M'); // The phone key of the login is no longer a recent one.
  await approver.page.goto(`${address}/do/rejected`);
  await approver.fill({ reason: 'A long reason that took an hour to write.' });
  const other = await approver.page.context().newPage();
  await other.goto(`${address}/do/held`).catch(() => {});
  await approver.page.goto(`${address}/do/approved`);
  await approver.sees('Send the contract for signature');
  await approver.look('console-approve');
  await approver.fill({ phone_key: '000000' });
  await approver.press('Approve the sign-up');
  await approver.sees('The phone key is wrong');
  await move('PT1M');
  const key = await approver.key();
  const late = await approver.page.context().newPage();
  await late.goto(`${address}/do/rejected`);
  await late.fill('[name=reason]', 'Typed in another tab.');
  await late.selectOption('[name=code]', 'other');
  await approver.fill({ phone_key: key });
  await approver.press('Approve the sign-up');
  await approver.sees('Done.');
  await late.getByRole('button', { name: 'Reject the sign-up' }).click();
  // The session has got another name by the step-up, and the old form is one of its forms still.
  await late.getByText('Somebody has changed this application meanwhile').waitFor();
  assert.equal(await late.inputValue('[name=reason]'), 'Typed in another tab.');
  const view = world.run(['show', reference, '--json']);
  assert.notEqual(JSON.parse(view.out).state, 'rejected');
  await approver.page.goto(`${site}/console/figures`);
  await approver.look('console-figures');
});

test('what changes while a wrong phone key or a missing reason is put right is seen before it is decided', { timeout: 1_400_000 }, async () => {
  const reference = await apply();
  const state = () => JSON.parse(world.run(['show', reference, '--json']).out).state;
  const change = () => {
    for (const [event, data] of [['held', '{"reason":"A call."}'], ['resumed', '{}']]) {
      const sent = world.run(['send', reference, event, '--data', data]);
      assert.equal(sent.status, 0, sent.err);
    }
  };
  const approver = await member('Ria', ['approver']);
  await move('PT10M');
  await approver.at(`${site}/console/applications/${reference}/do/approved`);
  await approver.fill({ phone_key: '000000' });
  await approver.press('Approve the sign-up');
  await approver.sees('The phone key is wrong');
  change();
  await move('PT1M');
  await approver.fill({ phone_key: await approver.key() });
  await approver.press('Approve the sign-up');
  await approver.sees(say('en', 'console.act.stale'));
  assert.equal(state(), 'in_review');

  await approver.at(`${site}/console/applications/${reference}/do/rejected`);
  await approver.press('Reject the sign-up');
  await approver.sees('There is a problem');
  change();
  await approver.page.selectOption('[name=code]', 'address');
  await approver.press('Reject the sign-up');
  await approver.sees(say('en', 'console.act.stale'));
  assert.equal(state(), 'in_review');
  await approver.press('Reject the sign-up'); // Now it has been seen.
  await approver.sees('Done.');
  assert.equal(state(), 'rejected');
});

test('everybody sees their own pages alone', { timeout: 1_400_000 }, async () => {
  const reference = await apply();
  const admin = await member('Ada', ['administrator']);
  assert.match(admin.page.url(), /\/console\/staff$/);
  await admin.look('console-staff');
  await admin.at(`${site}/console/applications/${reference}`, { status: 403 });
  await admin.at(`${site}/console/queue`, { status: 403 });
  await admin.at(`${site}/console/staff`);
  await admin.fill({ name: 'Tim', email: 'tim@registry.example' });
  await admin.page.check('[name=role][value=auditor]');
  await admin.press('Send an invitation');
  await admin.sees('There is a problem');
  await admin.fill({ until: '2030-01-31' });
  await admin.press('Send an invitation');
  await admin.sees('The invitation is ready');

  const auditor = await member('Tom', ['auditor'], { until: '2030-01-31' });
  await auditor.at(`${site}/console/applications/${reference}`);
  await auditor.at(`${site}/console/applications/${reference}/do/approved`, { status: 403 });
  await auditor.press('Log out');
  await auditor.page.goto(`${site}/console/queue`);
  assert.match(auditor.page.url(), /\/console\/login$/);
});

test('forged forms, fixed sessions and foreign frames get nowhere', async () => {
  const reference = await apply();
  const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
  const path = `/console/applications/${reference}/do/held`;
  const stranger = await ask(world.port, 'POST', path, form, 'reason=x');
  assert.deepEqual([stranger.status, stranger.headers.location], [303, '/console/login']);
  const fixed = await ask(world.port, 'GET', '/console/queue', { Cookie: 'doorstep_staff=dst_chosen-by-somebody-else' });
  assert.equal(fixed.status, 303);

  const clerk = await member('Kim', ['clerk']);
  const [cookie] = await clerk.page.context().cookies();
  assert.ok(cookie.httpOnly && cookie.sameSite === 'Lax');
  const mine = { ...form, Cookie: `${cookie.name}=${cookie.value}` };
  for (const [extra, body] of [[{}, 'reason=x'], [{}, 'reason=x&csrf=00'], [{ 'Sec-Fetch-Site': 'cross-site' }, 'reason=x']])
    assert.equal((await ask(world.port, 'POST', path, { ...mine, ...extra }, body)).status, 400);
  const page = await ask(world.port, 'GET', '/console/login');
  assert.equal(page.headers['x-frame-options'], 'DENY');
  assert.match(page.headers['content-security-policy'], /frame-ancestors 'none'/);
  assert.doesNotMatch(page.headers['content-security-policy'], /unsafe/);
  assert.equal((await ask(world.port, 'GET', '/console/applications/A-1999-000001', mine)).status, 404);
  await sleep(0);
});
