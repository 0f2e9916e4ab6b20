// Who may, who did and who has read: the log of readings, four eyes set aside, tokens, and the door
// of an OpenID provider, at the pages that staff and applicants see.

import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { pdf, signUp } from '../end_to_end/contract/papers.mjs';
import { ask, World } from '../end_to_end/contract/world.mjs';
import { Browser } from './browser.mjs';
import { invite, member, move, password, setUpPhone } from './staff_member.mjs';

const world = new World();
const browser = new Browser();
let site;
let provider;

const freePort = () => new Promise((resolve) => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    server.close(() => resolve(port));
  });
});

// A real OpenID provider whose browsers have signed in already: their cookie "as" says who they are.
class OpenIdProvider {
  async start(redirect) {
    const file = join(process.env.DOORSTEP_SOURCE, 'tests/adapters/oidc/provider.mjs');
    this.process = spawn(process.execPath, [file, 'verified', redirect], { stdio: ['ignore', 'pipe', 'ignore'] });
    this.root = await new Promise((resolve, reject) => {
      this.process.on('close', () => reject(new Error('the provider does not start')));
      this.process.stdout.once('data', (said) => resolve(/http:\S+/.exec(said)[0]));
    });
  }
  stop() {
    this.process?.kill('SIGTERM');
  }
}

before(async () => {
  const port = await freePort();
  site = `http://127.0.0.1:${port}`;
  provider = new OpenIdProvider();
  await provider.start(`${site}/console/oidc`);
  const oidc = { DOORSTEP_OIDC_ISSUER: provider.root, DOORSTEP_OIDC_CLIENT_ID: 'doorstep', DOORSTEP_OIDC_CLIENT_SECRET: 'a secret: with +signs' };
  await Promise.all([world.start(['--test-clock'], oidc, `127.0.0.1:${port}`), browser.start()]);
  world.token('website', 'apply');
  world.token('clerk', 'clerk');
});
after(async () => {
  await browser.stop();
  await world.stop();
  provider.stop();
});

const json = { 'Content-Type': 'application/json' };
const as = (token) => ({ ...json, Authorization: `Bearer ${world.tokens[token]}` });
async function apply(token = 'website', change = {}) {
  const answer = await ask(world.port, 'POST', '/api/v1/applications', as(token), JSON.stringify({ ...signUp(), ...change }));
  assert.equal(answer.status, 201, answer.body.toString());
  return JSON.parse(answer.body).reference;
}
const privateLink = async (reference) => `/a/${(await world.mailed(new RegExp(`(?=[^]*${reference})[^]*?/a/([0-9a-f]{64})`)))[1]}`;

// As if this member had keyed the sign-up in: pages of the intake desk are tested elsewhere.
function tookIn(reference, who) {
  const lines = readFileSync(join(world.data, 'postgres', 'cluster', 'postmaster.pid'), 'utf8').split('\n');
  const statement = `update cases set facts = jsonb_set(facts::jsonb, '{intake_by}', '"${who}"')::json where reference = '${reference}'`;
  const ran = spawnSync('psql', ['-h', lines[4], '-p', lines[3], '-U', 'doorstep', '-d', 'doorstep', '-c', statement], { encoding: 'utf8' });
  assert.equal(ran.stdout.trim(), 'UPDATE 1', ran.stderr);
}

test('whoever reads is written down, and the applicant sees on which days', { timeout: 1_400_000 }, async () => {
  const sent = await ask(world.port, 'POST', '/api/v1/documents', { ...as('website'), 'Content-Type': 'application/pdf' }, pdf);
  const document = JSON.parse(sent.body).id;
  const products = [{ name: '.brussels', role: 'reseller', iana_id: 292, document }];
  const reference = await apply('website', { products: [...signUp().products, ...products] });
  const clerk = await member(world, browser, 'Jan', ['clerk']);
  await clerk.page.goto(`${site}/console/queue`);
  await clerk.page.goto(`${site}/console/queue?q=peeters`);
  await clerk.at(`${site}/console/applications/${reference}`);
  const file = await clerk.page.locator(`a[href*="/console/documents/${document}"]`).first().getAttribute('href');
  assert.match(file, new RegExp(`of=${reference}$`));
  const { name, value } = (await clerk.page.context().cookies()).find((cookie) => cookie.name === 'doorstep_staff');
  assert.equal((await ask(world.port, 'GET', file, { Cookie: `${name}=${value}` })).status, 200);
  await clerk.at(`${site}/console/readings`, { status: 403 });
  await sleep(1000);

  const auditor = await member(world, browser, 'Tom', ['auditor'], { until: '2030-01-31' });
  await auditor.page.goto(`${site}/console/queue`);
  await auditor.follow('Readings');
  const rows = async () => (await auditor.page.locator('tbody tr').allInnerTexts()).map((row) => row.replace(/\s+/g, ' ').replace(/^\S+ \S+ /, ''));
  assert.deepEqual((await rows()).filter((row) => row.startsWith('Jan')).sort(), [
    `Jan Clerk ${reference} Open it ${reference} file Console`,
    `Jan Clerk ${reference} Open it ${reference} dossier, checks, mails exchanged, journal Console`,
    'Jan Clerk – search Console',
  ].sort());
  await auditor.look('console-readings');
  await auditor.fill({ of: reference, from: 'yesterday' });
  await auditor.press('Show');
  await auditor.sees('First day: Write a day as year, month and day');
  assert.equal(await auditor.page.locator('[name=from]').getAttribute('aria-invalid'), 'true');
  await auditor.look('console-readings-wrong');
  await auditor.fill({ from: '2020-01-01' });
  await auditor.page.selectOption('[name=who]', { label: 'Jan' });
  await auditor.press('Show');
  assert.equal((await rows()).length, 2);
  await auditor.fill({ until: '2020-01-01' });
  await auditor.press('Show');
  await auditor.sees('Nobody has read anything that fits.');

  const applicant = await browser.person();
  const link = await privateLink(reference);
  await applicant.at(site + link);
  await applicant.sees('Who opened my dossier');
  await applicant.sees('Clerk (2 times)');
  const body = await applicant.page.locator('body').innerText();
  assert.ok(!body.includes('Jan') && !body.includes('staff:'), body);
  await applicant.look('status-readers');
  await applicant.at(`${site}${link}?language=nl`);
  await applicant.sees('Wie heeft mijn dossier geopend');
  await applicant.at(`${site}${link}?language=fr`);
  await applicant.sees('Qui a ouvert mon dossier');

  const admin = await member(world, browser, 'Ada', ['administrator']);
  await admin.follow('Readings');
  await admin.sees('The applicant (private link)');
});

test('four eyes are set aside for a reason, with the phone, and for all to see', { timeout: 1_400_000 }, async () => {
  const approver = await member(world, browser, 'Eva', ['approver']);
  const reference = await apply();
  const address = `${site}/console/applications/${reference}`;
  const eva = JSON.parse(world.run(['user', 'list', '--json']).out).items.find((item) => item.name === 'Eva').number;
  tookIn(reference, `staff:${eva}`);
  await move(world, 'PT10M'); // The phone key of the login is no longer a recent one.
  await approver.at(address);
  await approver.sees('another approver has to look at it');
  await approver.look('console-case-barred');
  await approver.follow('Approve it all the same');
  await approver.sees('You took this sign-up in or edited it last');
  await approver.look('console-break-glass');
  await approver.press('Approve the sign-up');
  await approver.sees('The phone key is wrong');
  await approver.fill({ break_glass: '', phone_key: await approver.key() });
  await approver.press('Approve the sign-up');
  await approver.sees('may not approve it'); // Without a reason it is as it was.
  await approver.fill({ break_glass: 'Els is ill, and their <b>launch</b> is today.' });
  await approver.press('Approve the sign-up');
  await approver.sees('Done.');
  await approver.sees('Approved alone by Eva');
  await approver.sees('Els is ill, and their <b>launch</b> is today.');
  await approver.look('console-case-glass');
  await approver.page.goto(`${site}/console/queue?q=${reference}`);
  await approver.sees('Four eyes set aside');
  await approver.look('console-queue-glass');

  const view = JSON.parse(world.run(['show', reference, '--json']).out);
  assert.deepEqual(view.broken_glass.map(({ guard, by, reason }) => [guard, by, reason]),
    [['four_eyes', `staff:${eva}`, 'Els is ill, and their <b>launch</b> is today.']]);
  const journal = JSON.parse(world.run(['show', reference, '--journal', '--json']).out).items;
  assert.deepEqual(journal.filter((line) => line.broken_glass).map((line) => line.event), ['approved']);

  const admin = await member(world, browser, 'Bea', ['administrator']);
  await admin.page.goto(`${site}/console/staff`);
  await admin.follow('Log of staff');
  await admin.sees('Set four eyes aside');
  await admin.sees(`application: ${reference}`);
  await admin.look('console-staff-log');

  // Whom nobody bars breaks nothing, and by an old phone key nobody does.
  const other = await apply();
  await approver.page.goto(`${site}/console/applications/${other}/do/approved`);
  assert.ok(!(await approver.page.locator('[name=break_glass]').count()));
  const program = await apply('clerk');
  world.token('both', 'clerk', 'approver');
  tookIn(program, 'token:both');
  const approve = (data) => ask(world.port, 'POST', `/api/v1/applications/${program}/events`, as('both'), JSON.stringify({ event: 'approved', data }));
  assert.equal((await approve({})).status, 409);
  assert.equal((await approve({ break_glass: ' ' })).status, 422);
  assert.equal((await approve({ break_glass: 'Nobody else is here.' })).status, 200);
});

test('an administrator makes a token with the phone, and withdraws it', { timeout: 1_400_000 }, async () => {
  const admin = await member(world, browser, 'Max', ['administrator']);
  await move(world, 'PT10M');
  await admin.page.goto(`${site}/console/tokens`);
  await admin.sees('website');
  await admin.look('console-tokens');
  await admin.fill({ name: 'crm', phone_key: '000000' });
  await admin.page.check('[name=scopes][value=read]');
  await admin.press('Make a token');
  await admin.sees('The phone key is wrong');
  await admin.fill({ name: 'our crm', until: '2020-01-01', phone_key: await admin.key() });
  await admin.press('Make a token');
  await admin.sees('without spaces');
  assert.match(await admin.page.locator('.problems').innerText(), /Name: [^]*Until: /);
  for (const name of ['name', 'until']) assert.equal(await admin.page.locator(`[name=${name}]`).getAttribute('aria-invalid'), 'true', name);
  await admin.sees('This day has passed');
  await admin.look('console-tokens-wrong');
  await admin.fill({ name: 'crm', until: '2040-01-31' });
  await admin.press('Make a token');
  await admin.sees('The token is ready');
  await admin.look('console-tokens-made');
  const token = await admin.page.locator('.turn .mono').innerText();
  const read = () => ask(world.port, 'GET', '/api/v1/applications', { Authorization: `Bearer ${token}` });
  assert.equal((await read()).status, 200);
  await admin.page.goto(`${site}/console/tokens`);
  const row = () => admin.page.locator('tr', { hasText: 'crm' }).innerText();
  assert.match(await row(), /read[\s\S]*\d{4}, \d\d:00[\s\S]*works[\s\S]*Until 2040-01-31/);
  assert.ok(!(await admin.page.locator('body').innerText()).includes(token));
  await admin.fill({ name: 'crm' });
  await admin.page.check('[name=scopes][value=read]');
  await admin.press('Make a token');
  await admin.sees('There is a token of this name');
  await admin.page.getByRole('button', { name: 'Withdraw crm' }).click();
  assert.match(await row(), /withdrawn/);
  assert.equal((await read()).status, 401);
  await admin.page.goto(`${site}/console/staff/log`);
  await admin.sees('Made a token');
  await admin.sees('Withdrew a token');
  assert.equal(world.run(['token', 'create', 'old', '--scope', 'read', '--until', '2020-01-01']).status, 1);
  assert.match(world.run(['token', 'list']).out, /^crm\tread\t\S+\t2040-01-31\twithdrawn$/m);

  const clerk = await member(world, browser, 'Kim', ['clerk']);
  await clerk.at(`${site}/console/tokens`, { status: 403 });
  const auditor = await member(world, browser, 'Ugo', ['auditor'], { until: '2030-01-31' });
  await auditor.at(`${site}/console/tokens`);
  assert.ok(!(await auditor.page.getByRole('button', { name: /Withdraw|Make/ }).count()));
});

test('who is vouched for by the OpenID provider gets in, and nobody else', { timeout: 1_400_000 }, async () => {
  const { email } = invite(world, 'Ivo', ['clerk']);
  const person = await browser.person();
  const { page } = person;
  const signedInAs = (who) => page.context().addCookies([{ name: 'as', value: encodeURIComponent(who), domain: '127.0.0.1', path: '/' }]);
  await signedInAs(email);
  await person.at(`${site}/console/login`);
  await person.look('console-login-sign-on');
  // What the provider sends the browser back with.
  let answer;
  page.on('request', (request) => request.url().startsWith(`${site}/console/oidc?`) && (answer = request.url()));
  await person.follow('Log in with the registry');
  await setUpPhone(world, person); // Ours it stays, whoever vouches for the password.
  await page.goto(`${site}/console/queue`);
  await person.sees('Ivo');
  const used = answer;

  // The same answer again: from another browser, and from this one with its ticket.
  const foreign = await browser.person();
  await foreign.at(used, { status: 422 });
  await foreign.sees('This took too long: begin again.'); // It has no ticket.
  await person.press('Log out');
  await page.goto(used);
  await person.sees('This took too long: begin again.'); // Its own ticket was used up.

  // A used code with a ticket and a state that fit, and a state that was made up.
  const stopAt = async (change) => {
    const begun = await ask(world.port, 'GET', '/console/oidc/begin');
    const ticket = /doorstep_sign_on=[^;]+/.exec(begun.headers['set-cookie'].join())[0];
    const back = await fetch(`${provider.root}/browser?url=${encodeURIComponent(begun.headers.location)}&as=${email}`);
    const url = new URL(await back.text());
    change(url.searchParams);
    return { once: () => ask(world.port, 'GET', url.pathname + url.search, { Cookie: ticket }) };
  };
  const letsIn = (given) => given.headers['set-cookie']?.some((line) => /^doorstep_staff=./.test(line)) ?? false;
  const replayed = await stopAt(() => {});
  const first = await replayed.once();
  assert.deepEqual([first.status, first.headers.location, letsIn(first)], [303, '/console', true]);
  const second = await replayed.once();
  assert.match(second.body.toString(), /could not be checked|were not signed in/);
  assert.ok(!letsIn(second));
  const forged = await (await stopAt((query) => query.set('state', 'made-up'))).once();
  assert.match(forged.body.toString(), /does not belong to this browser|could not be checked/);
  const stranger = await (await stopAt((query) => query.set('iss', 'https://evil.example'))).once();
  assert.match(stranger.body.toString(), /could not be checked|does not belong to this browser/);
  assert.ok(!letsIn(forged) && !letsIn(stranger));

  // Somebody whom no administrator has added.
  const unknown = await browser.person();
  await unknown.page.context().addCookies([{ name: 'as', value: encodeURIComponent('nobody@registry.example'), domain: '127.0.0.1', path: '/' }]);
  await unknown.at(`${site}/console/login`);
  await unknown.follow('Log in with the registry');
  await unknown.sees('There is no account here for this e-mail address');
  await unknown.look('console-sign-on-unknown');
  await unknown.page.goto(`${site}/console/queue`);
  assert.match(unknown.page.url(), /\/console\/login$/);
});

test('members change their own password and phone', { timeout: 1_400_000 }, async () => {
  const person = await member(world, browser, 'Lea', ['clerk']);
  const { page, email } = person;
  const elsewhere = await browser.person();
  await elsewhere.at(`${site}/console/login`);
  await elsewhere.fill({ email, password, phone_key: await person.key() });
  await elsewhere.press('Log in');
  await move(world, 'PT10M');
  await page.goto(`${site}/console/me`);
  await person.look('console-me');
  const change = async (old_password, chosen) => {
    await person.fill({ old_password, password: chosen });
    if (await page.locator('[name=phone_key]').count()) await person.fill({ phone_key: await person.key() });
    await person.press('Change the password');
  };
  await change(password, 'short');
  await person.sees('There is a problem');
  await change('not the one I have', 'ten quiet swans at dawn');
  await person.sees('This is not the password that you have');
  await person.look('console-me-wrong');
  await change(password, 'ten quiet swans at dawn');
  await person.sees('The password is changed.');
  await elsewhere.page.goto(`${site}/console/queue`);
  assert.match(elsewhere.page.url(), /\/console\/login$/);

  await person.fill({ proof: '000000' });
  await person.press('Use another phone');
  await person.sees('not right');
  await person.fill({ proof: await person.key() });
  await person.press('Use another phone');
  await person.sees('The old phone counts no more');
  await person.fill({ email, password: 'ten quiet swans at dawn' });
  await person.press('Log in');
  await move(world, 'PT31S'); // The old phone has used this half minute up, whichever key it was.
  await setUpPhone(world, person);
  await page.goto(`${site}/console/queue`);
  await person.sees('Lea');
});
