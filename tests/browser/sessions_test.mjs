// Sessions of staff that end while somebody types, and what asks for a phone key once more: nothing
// that was typed is lost, nobody else sees it, and no login leads out of the console.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { signUp } from '../end_to_end/contract/papers.mjs';
import { ask, World } from '../end_to_end/contract/world.mjs';
import { Browser } from './browser.mjs';
import { download } from './downloads.mjs';
import { member as staffMember, move, password } from './staff_member.mjs';

const world = new World();
const browser = new Browser();
const member = (...who) => staffMember(world, browser, ...who);
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

async function apply(name) {
  const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${world.tokens.website}` };
  const body = { ...signUp(), organisation: { ...signUp().organisation, name } };
  return JSON.parse((await ask(world.port, 'POST', '/api/v1/applications', headers, JSON.stringify(body))).body).reference;
}
const show = (reference) => JSON.parse(world.run(['show', reference, '--json']).out);
const restsTooLong = () => move(world, 'PT16M');
async function logIn(person, { email, key }) {
  await person.fill({ email, password, phone_key: await key() });
  await person.press('Log in');
}

test('what was typed when the session ended is shown again, once, to who typed it', { timeout: 1_400_000 }, async () => {
  const reference = await apply('Slaap BV');
  const page = `${site}/console/applications/${reference}`;
  const ann = await member('Ann', ['clerk', 'approver']);
  const bob = await member('Bob', ['clerk']);
  await ann.at(`${page}/do/held`);
  await ann.fill({ reason: 'A long sentence that nobody types twice.' });
  await restsTooLong();
  await ann.press('Put on hold');
  await ann.sees('What you typed is kept');
  await ann.look('sessions-log-in');

  // Somebody else at the same screen is not shown it.
  await logIn(ann, bob);
  await ann.at(`${site}/console/kept`);
  assert.doesNotMatch(await ann.page.content(), /A long sentence/);
  await restsTooLong();
  await ann.page.goto(`${site}/console/login`);
  await ann.sees('What you typed is kept');
  await logIn(ann, ann);
  await ann.sees('nothing was sent');
  assert.equal(await ann.page.inputValue('[name=reason]'), 'A long sentence that nobody types twice.');
  assert.equal(show(reference).state, 'in_review');
  await ann.look('sessions-kept');
  await ann.press('Put on hold');
  assert.equal(show(reference).held_because, 'A long sentence that nobody types twice.');
  await ann.at(`${site}/console/kept`); // It was for that one time.
  assert.doesNotMatch(await ann.page.content(), /nobody types twice/);

  // A form without a page of its own; and one that is sent when its member has logged in elsewhere.
  await ann.at(`${site}/console/queue?view=open`);
  await ann.page.locator('summary', { hasText: 'Saved views' }).click();
  await ann.fill({ name: 'Mine alone' });
  await restsTooLong();
  await ann.press('Save this view');
  await logIn(ann, ann);
  await ann.sees('What you typed is still here');
  await ann.sees('Mine alone');
  await ann.look('sessions-kept-form');
  await ann.press('Send it now');
  await ann.sees('Done.');
  await ann.at(page);
  await ann.fill({ text: 'They call back.' });
  const other = await ann.page.context().newPage();
  await restsTooLong();
  await other.goto(`${site}/console/login`);
  await other.fill('[name=email]', ann.email);
  await other.fill('[name=password]', password);
  await other.fill('[name=phone_key]', await ann.key());
  await Promise.all([other.waitForNavigation(), other.getByRole('button', { name: 'Log in', exact: true }).click()]);
  await ann.press('Add the note');
  await ann.sees('nothing was sent');
  assert.equal(await ann.page.inputValue('#text'), 'They call back.');
});

test('a login leads to where somebody was going, and nowhere else', { timeout: 1_400_000 }, async () => {
  const reference = await apply('Terug BV');
  const cat = await member('Cat', ['clerk']);
  await restsTooLong();
  await cat.at(`${site}/console/applications/${reference}?lines=staff`);
  await logIn(cat, cat);
  assert.equal(cat.page.url(), `${site}/console/applications/${reference}?lines=staff`);

  const context = cat.page.context();
  for (const value of ['https://evil.example/', '//evil.example', '/console//evil.example', '/console/../../evil', '/console/%2e%2e/a', '/console\\evil.example', '/consoleevil', 'javascript:alert(1)', '/console/logout', '/console/login', '/console?x=\r\nSet-Cookie:a=b', '%', '/a/0']) {
    await restsTooLong();
    await context.clearCookies();
    await context.addCookies([{ name: 'doorstep_back', value: encodeURIComponent(value), domain: '127.0.0.1', path: '/' }, { name: 'doorstep_kept', value: 'f'.repeat(64), domain: '127.0.0.1', path: '/' }]);
    await cat.page.goto(`${site}/console/login`);
    await logIn(cat, cat);
    assert.equal(cat.page.url(), `${site}/console`, value);
  }
  await cat.sees('No application has left a step in the last 90 days.');
  // Of no session that was ever ours nothing is kept.
  for (const [cookie, csrf] of [['', '0'.repeat(64)], ['doorstep_staff=dsc_0.dst_0', '0'.repeat(64)], ['doorstep_staff=dsc_0.dst_0', '']]) {
    const answer = await ask(world.port, 'POST', `/console/applications/${reference}/notes`, { 'Content-Type': 'application/x-www-form-urlencoded', ...(cookie && { Cookie: cookie }) }, `text=x&csrf=${csrf}`);
    assert.equal(answer.headers.location, '/console/login');
    assert.doesNotMatch(String(answer.headers['set-cookie']), /doorstep_kept/);
  }
});

test('a session that is about to end says so, and can be kept', { timeout: 1_400_000 }, async () => {
  const dan = await member('Dan', ['clerk']);
  await dan.page.clock.install();
  await dan.at(`${site}/console/queue`);
  await dan.sees('You are logged out after 15 minutes');
  await dan.page.clock.fastForward('12:00');
  assert.ok(await dan.page.locator('.ending').isHidden());
  await dan.page.clock.fastForward('02:00');
  await dan.sees('Your session ends in about two minutes.');
  await Promise.all([dan.page.waitForResponse((answer) => answer.url().endsWith('/console/awake') && answer.status() === 204), dan.press('Stay logged in')]);
  await dan.page.locator('.ending').waitFor({ state: 'hidden' });
  await dan.page.clock.fastForward('14:00');
  await restsTooLong();
  await dan.press('Stay logged in');
  await dan.page.getByText('Your session has ended.').waitFor();
});

test('what leaves the house as a file asks for a phone key of the last minutes', { timeout: 1_400_000 }, async () => {
  const reference = await apply('Bestand BV');
  const eve = await member('Eve', ['clerk', 'approver']);
  await move(world, 'PT6M');
  await eve.at(`${site}/console/queue?view=open&step=2`);
  await eve.follow('This view as a CSV file');
  await eve.sees('Show that it is you');
  await eve.look('sessions-step-up');
  await eve.fill({ phone_key: '000000' });
  await eve.press('Save the file');
  await eve.sees('The phone key is wrong');
  await eve.fill({ phone_key: await eve.key() });
  assert.match(String(await download(eve, () => eve.press('Save the file'))), new RegExp(reference));
  await eve.follow('Back');
  assert.equal(eve.page.url(), `${site}/console/queue?view=open&step=2`);

  await move(world, 'PT6M');
  const { name, value } = (await eve.page.context().cookies()).find((cookie) => cookie.name === 'doorstep_staff');
  const asked = async (path) => String((await ask(world.port, 'GET', path, { Cookie: `${name}=${value}` })).body);
  for (const path of ['/console/queue.csv', `/console/reports/file?kind=dossier&format=json&application=${reference}`, '/console/intake/1/raw'])
    assert.match(await asked(path), /<h1>Show that it is you/, path);
});

test('single keys can be switched off, by each member', { timeout: 1_400_000 }, async () => {
  await apply('Toets BV');
  const fay = await member('Fay', ['clerk']);
  const searches = async () => {
    await fay.at(`${site}/console/queue`);
    await fay.page.keyboard.press('/');
    return fay.page.evaluate(() => document.activeElement.id === 'q');
  };
  assert.ok(await searches());
  await fay.at(`${site}/console/me`);
  await fay.page.uncheck('#single_keys');
  await fay.press('Save');
  await fay.sees('Your choice of keys is saved.');
  await fay.look('sessions-me');
  assert.ok(!(await searches()));
  await restsTooLong();
  await fay.at(`${site}/console/queue`);
  await logIn(fay, fay);
  assert.equal(await fay.page.getAttribute('html', 'data-keys'), 'off');
});
