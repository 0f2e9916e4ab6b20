// Reports in the console: asked for by an auditor, saved in every format, seen again in the list of
// those that were given out.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { signUp } from '../end_to_end/contract/papers.mjs';
import { ask, World } from '../end_to_end/contract/world.mjs';
import { Browser } from './browser.mjs';
import { download } from './downloads.mjs';
import { member } from './staff_member.mjs';

const world = new World();
const browser = new Browser();
const pictures = join(process.env.DOORSTEP_SOURCE, 'build/screenshots');
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

test('an auditor takes reports along', { timeout: 1_400_000 }, async () => {
  const reference = await apply('Łódź Hosting BV');
  await apply('Tweede BV');
  const tom = await member(world, browser, 'Tom', ['auditor'], { until: '2030-01-31' });
  const { page } = tom;
  await tom.at(`${site}/console/reports`);
  await tom.look('reports');
  await page.check('[value=register]');
  const csv = (await download(tom, () => tom.press('Make the report'))).toString();
  assert.match(csv, /"Łódź Hosting BV"/);
  assert.match(csv, /"Asked by","staff:\d+"\r\n"As of","/);

  await page.check('[value=dossier]');
  await tom.press('Make the report');
  await tom.sees('There is a problem');
  assert.ok(await page.isChecked('[value=dossier]'));
  await tom.look('reports-wrong');
  mkdirSync(pictures, { recursive: true });
  await tom.fill({ application: reference });
  await page.selectOption('[name=format]', 'pdf');
  const pdf = await download(tom, () => tom.press('Make the report'));
  assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');
  writeFileSync(join(pictures, 'report-dossier.pdf'), pdf);
  await page.check('[value=verification]');
  await tom.fill({ application: '' });
  writeFileSync(join(pictures, 'report-verification.pdf'), await download(tom, () => tom.press('Make the report')));

  await tom.at(`${site}/console/reports`);
  await tom.sees(`Application ${reference}`);
  await tom.look('reports-given');
  await tom.at(`${site}/console/reports/file?kind=nothing`, { status: 404 });
  await tom.at(`${site}/console/reports/file?kind=ageing&who=staff:1`, { status: 422 });
  await tom.sees('does not take this');

  // As it was when it came in.
  await tom.at(`${site}/console/applications/${reference}`);
  await tom.follow('as it was then');
  await page.selectOption('[name=as]', 'approver');
  await tom.fill({ until: '2099-01-01T00:00' });
  await tom.press('Look');
  await tom.sees('Approve the sign-up');
  await tom.sees('After line 1 of the journal');
  await tom.look('then');
  await tom.fill({ at: 'yesterday' });
  await tom.press('Look');
  await tom.sees('There is a problem');

  // A clerk has fewer of them, whatever the address says.
  const kim = await member(world, browser, 'Kim', ['clerk']);
  await kim.at(`${site}/console/reports`);
  assert.equal(await kim.page.locator('[value=duties]').count(), 0);
  await kim.at(`${site}/console/reports/file?kind=duties`, { status: 403 });
});
