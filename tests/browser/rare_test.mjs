// Pages that nobody hopes to see, and how the frame looks to whoever has most pages in it: each as
// readable as the others, in light, in dark and on a telephone.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { signUp } from '../end_to_end/contract/papers.mjs';
import { ask, World } from '../end_to_end/contract/world.mjs';
import { Browser } from './browser.mjs';
import { invite, member, password, setUpPhone } from './staff_member.mjs';
import { languages, say } from './words.mjs';

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

async function apply() {
  const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${world.tokens.website}` };
  const { reference } = JSON.parse((await ask(world.port, 'POST', '/api/v1/applications', headers, JSON.stringify(signUp()))).body);
  const [, link] = await world.mailed(new RegExp(`(?=[^]*${reference})[^]*?(/a/[0-9a-f]{64})`));
  return { reference, link };
}
// Everything is seen in every language, and looked at in one of them.
async function looks(person, name) {
  if (languages[name.length % languages.length] === person.language) await person.look(`rare-${name}`);
}
// The form of this page as no page of ours sends it.
async function sendUnread(person, form) {
  await Promise.all([person.page.waitForNavigation(), person.page.locator(form).evaluate((element) => {
    element.enctype = 'text/plain';
    element.submit();
  })]);
}

test('applicants who come to a page that is not there, or send what cannot be read', { timeout: 1_400_000 }, async () => {
  const { link } = await apply();
  for (const language of languages) {
    const person = await browser.person({ language });
    await person.at(`${site}/a/00`, { status: 404 });
    await person.sees(say(language, 'portal.not_found.title'));
    await looks(person, 'not-found');
    await person.at(`${site}${link}/withdraw`);
    await sendUnread(person, 'main form');
    await person.sees(say(language, 'portal.cannot_read.title'));
    await looks(person, 'cannot-read');
    await person.at(`${site}/?chosen=1`, { status: 422 });
    await person.sees(say(language, 'frame.problems'));
    assert.ok((await person.page.title()).startsWith(say(language, 'frame.error')));
    assert.equal(await person.page.locator('.problems a[href="#products"]').count(), 1);
    await looks(person, 'nothing-chosen');
    await person.at(`${site}/login`);
    await person.fill({ registrar_id: '999999', password: 'a lake without any swans' });
    await person.press(say(language, 'portal.login.title'));
    await person.sees(say(language, 'portal.login.wrong'));
    await looks(person, 'login-wrong');
  }
});

test('staff whose page is not theirs, is not there, or came too late', { timeout: 1_400_000 }, async () => {
  const { reference } = await apply();
  for (const language of languages) {
    const { email, welcome } = invite(world, `Eva${language}`, ['finance'], { language });
    const person = await browser.person({ language });
    await person.at(site + welcome);
    await person.fill({ password });
    await person.press(say(language, 'console.welcome.button'));
    await person.at(site + welcome, { status: 404 });
    await looks(person, 'invitation');
    await person.at(`${site}/console/login`);
    await person.fill({ email, password: 'not the one that was chosen' });
    await person.press(say(language, 'console.login.title'));
    await person.sees(say(language, 'console.login.wrong'));
    await looks(person, 'console-login');
    await person.fill({ email, password });
    await person.press(say(language, 'console.login.title'));
    await setUpPhone(world, person, { look: () => looks(person, 'console-recovery') });
    for (const [name, path, status] of [['not-yours', 'post', 403], ['no-application', 'applications/A-1999-000001', 404], ['no-document', 'documents/00', 404]]) {
      await person.at(`${site}/console/${path}`, { status });
      await looks(person, `${name}`);
    }
    for (const [name, path] of [['finance', 'finance'], ['refunds', 'finance?view=refunds'], ['parked', 'parked'], ['queue', 'queue?view=mine']]) {
      await person.at(`${site}/console/${path}`);
      await looks(person, `empty-${name}`);
    }
    await person.at(`${site}/console/applications/${reference}`);
    await sendUnread(person, 'main form[action$="/notes"]');
    await person.sees(say(language, 'console.cannot_read.title'));
    await looks(person, 'console-cannot-read');
  }
});

test('the pages of those who have most stand in one line', { timeout: 1_400_000 }, async () => {
  const auditor = await member(world, browser, 'Tom', ['auditor'], { until: '2030-01-31' });
  const admin = await member(world, browser, 'Ada', ['administrator']);
  for (const person of [auditor, admin])
    for (const language of ['en', 'fr', 'nl']) {
      await person.at(`${site}/console/staff?language=${language}`);
      const { height } = await person.page.locator('header nav').boundingBox();
      assert.ok(height < 40, `${language}: ${height} px`);
    }
  await admin.page.fill('[name=name]', 'Tim');
  await admin.page.fill('[name=email]', 'tim@registry.example');
  await admin.page.check('[name=role][value=clerk]');
  await admin.press(say('nl', 'console.staff.invite'));
  await admin.sees(say('nl', 'console.staff.invited'));
  await admin.look('rare-invited');
});
