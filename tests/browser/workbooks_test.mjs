// An auditor's workbook from the draw to the conclusion: whoever has the seed draws the same sample,
// an approver replies to what was found, and nothing is written after the end.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { signUp } from '../end_to_end/contract/papers.mjs';
import { ask, World } from '../end_to_end/contract/world.mjs';
import { Browser } from './browser.mjs';
import { member } from './staff_member.mjs';

const world = new World();
const browser = new Browser();
const folder = mkdtempSync(join(tmpdir(), 'doorstep-workbook-'));
let site;

before(async () => {
  await Promise.all([world.start(['--test-clock']), browser.start()]);
  world.token('website', 'apply');
  world.token('tool', 'audit');
  site = `http://127.0.0.1:${world.port}`;
});
after(async () => {
  await browser.stop();
  await world.stop();
  rmSync(folder, { recursive: true });
});

async function apply(name) {
  const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${world.tokens.website}` };
  const body = { ...signUp(), organisation: { ...signUp().organisation, name } };
  return JSON.parse((await ask(world.port, 'POST', '/api/v1/applications', headers, JSON.stringify(body))).body).reference;
}

async function got(path) {
  return (await ask(world.port, 'GET', path, { Authorization: `Bearer ${world.tokens.tool}` })).body;
}

// By the report and the lines of shell that the page shows.
async function drawnAgain(page) {
  const list = await page.locator('details a[download]').getAttribute('href');
  const query = list.split('?')[1].replace('kind=population&', '').replace('format=csv', 'format=json');
  const population = JSON.parse(await got(`/api/v1/reports/population?${query}`)).rows.map((row) => `${row[0]}\n`).join('');
  writeFileSync(join(folder, 'population.txt'), population);
  const script = await page.locator('details pre').textContent();
  const sample = execFileSync('bash', ['-c', script], { cwd: folder }).toString().trim().split('\n');
  return { sample, population };
}

async function answerSheet(person, no) {
  const { page } = person;
  for (const fieldset of await page.locator('fieldset').all()) await fieldset.getByLabel('Yes', { exact: true }).check();
  if (no) await page.locator('[name="answers.clocks.answer"][value=no]').check();
  await person.press('Save the sheet');
}

test('a workbook is drawn, filled in, replied to and closed', { timeout: 1_400_000 }, async () => {
  for (const name of ['Eerste BV', 'Tweede BV', 'Derde BV', 'Vierde BV', 'Vijfde BV']) await apply(name);
  const tom = await member(world, browser, 'Tom', ['auditor'], { until: '2030-01-31' });
  const bo = await member(world, browser, 'Bo', ['approver']);
  const { page } = tom;
  await tom.at(`${site}/console/reports`);
  await tom.follow('Workbooks');
  await tom.look('workbooks-none');
  await tom.press('Open a workbook');
  await tom.sees('There is a problem');
  await tom.look('workbooks-wrong');
  await tom.fill({ title: 'Sign-ups of the year', size: '2', seed: "a die's throws: 4 1 6" });
  await tom.press('Open a workbook');
  await tom.sees('The sample is drawn.');
  const address = page.url().split('?')[0];

  await apply('Zesde BV'); // Later than the head of the log that it was drawn at.
  await page.getByText('Draw it again').click();
  const { sample, population } = await drawnAgain(page);
  assert.deepEqual(await page.locator('table th a').allTextContents(), sample);
  assert.equal(sample.length, 2);
  await tom.sees(createHash('sha256').update(population).digest('hex'));
  await tom.look('workbook');

  // A "no" wants to be explained, and nothing that was chosen is lost.
  await tom.follow(sample[0]);
  await answerSheet(tom, true);
  await tom.sees('Say what is not as it should be.');
  assert.ok(await page.isChecked('[name="answers.clocks.answer"][value=no]'));
  assert.ok(await page.isChecked('[name="answers.proof.answer"][value=yes]'));
  await tom.look('check-sheet-wrong');
  await tom.fill({ 'answers.clocks.remark': 'Told two days late.\nTwice.' });
  await tom.press('Save the sheet');
  await tom.sees('The sheet is saved.');
  await tom.look('check-sheet');

  // Several at one sheet: what others have written stays, and is replaced by who has seen it.
  const pages = await Promise.all([1, 2].map(() => page.context().newPage()));
  for (const each of pages) await each.goto(page.url());
  const [beside, late] = pages;
  const save = (at) => at.getByRole('button', { name: 'Save the sheet' }).click();
  const says = async (at, check) => [await at.locator(`[name="answers.${check}.answer"]:checked`).inputValue(), await at.locator(`[name="answers.${check}.remark"]`).inputValue()];
  await page.check('[name="answers.proof.answer"][value=no]');
  await tom.fill({ 'answers.proof.remark': 'A doubt.' });
  await save(page);
  await beside.check('[name="answers.codes.answer"][value=not_applicable]');
  await save(beside);
  assert.deepEqual([await says(beside, 'proof'), await says(beside, 'codes')], [['no', 'A doubt.'], ['not_applicable', '']]);
  await late.check('[name="answers.proof.answer"][value=not_applicable]');
  await save(late);
  await late.getByText('Somebody has answered this meanwhile: No A doubt.').first().waitFor();
  assert.deepEqual([await says(late, 'proof'), await says(late, 'codes')], [['not_applicable', ''], ['not_applicable', '']]);
  await save(late);
  await late.getByText('The sheet is saved.').waitFor();
  for (const each of pages) await each.close();

  await tom.at(address);
  await page.locator('#found').fill('Told two days late.');
  await page.selectOption('[name=reference]', sample[0]);
  await page.selectOption('[name=severity]', 'minor');
  await tom.press('Note the finding');
  await tom.sees('The finding is noted.');
  await page.locator('#conclusion').fill('All is well.');
  await tom.press('Close the workbook');
  await tom.sees('There are 1 check sheets that are not complete yet.');
  await tom.sees('There are 1 findings that are not settled yet.');
  assert.equal(await page.locator('#text').inputValue(), 'All is well.');
  await tom.look('workbook-wrong');

  // Whoever is concerned replies and does nothing else.
  await bo.at(address);
  assert.equal(await bo.page.getByRole('button', { name: 'Settle' }).count(), 0);
  await bo.page.locator('#text-1').fill('The queue was full. It is watched now.');
  await bo.page.getByRole('button', { name: 'Reply' }).click();
  await bo.sees('The reply is noted.');
  await bo.at(`${address}/sheets/${sample[0]}`);
  assert.equal(await bo.page.locator('textarea').count(), 0);

  await tom.at(`${address}/sheets/${sample[1]}`);
  await answerSheet(tom, false);
  await tom.at(address);
  await tom.sees('The queue was full.');
  await page.locator('#text-1').fill('Accepted.');
  await page.getByRole('button', { name: 'Settle' }).click();
  await tom.sees('The finding is settled.');
  await page.locator('#conclusion').fill('All is well, but for one delay.');
  await tom.press('Close the workbook');
  await tom.sees('The workbook is closed.');
  assert.equal(await page.locator('textarea').count(), 0);
  await tom.look('workbook-closed');
  await tom.at(`${site}/console/workbooks`);
  await tom.look('workbooks');

  // The digest on the page is that of the entries as anybody can read them.
  const number = address.split('/').at(-1);
  const lines = (await got(`/api/v1/workbooks/${number}/entries`)).toString().split('\n').slice(0, -2);
  const digest = createHash('sha256').update(lines.map((line) => `${line}\n`).join('')).digest('hex');
  await tom.at(address);
  await tom.sees(digest);

  const kim = await member(world, browser, 'Kim', ['clerk']);
  await kim.at(`${site}/console/workbooks`, { status: 403 });
  await tom.at(`${site}/console/workbooks/99`, { status: 404 });
  await tom.at(`${address}/sheets/A-2026-999999`, { status: 404 });
});
