// Mails of a year whose time is over: one person proposes to forget them, another one confirms it.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { tool } from '../end_to_end/contract/postgres.mjs';
import { World } from '../end_to_end/contract/world.mjs';
import { Browser } from './browser.mjs';
import { member } from './staff_member.mjs';

const world = new World();
const browser = new Browser();
let site;

const sql = (statement) => tool('psql', world, '-d', 'doorstep', '-At', '-c', statement).trim();

before(async () => {
  await Promise.all([world.start(['--test-clock']), browser.start()]);
  site = `http://127.0.0.1:${world.port}`;
});
after(async () => {
  await browser.stop();
  await world.stop();
});

test('a year is forgotten by two people, with reason and phone key', { timeout: 1_400_000 }, async () => {
  const fin = await member(world, browser, 'Fin', ['finance']);
  const bo = await member(world, browser, 'Bo', ['approver']);
  await fin.at(`${site}/console/reports`);
  await fin.follow('Retention');
  await fin.look('retention-none');
  for (const year of [2019, 2020]) sql(`insert into mails_in (sha256, raw, size, whole, message_id, received_at, sender, state) select encode(sha256(raw), 'hex'), raw, 5, true, '', '${year}-03-02', 'anna@voorbeeld.example', 'dismissed' from (select 'Hello ${year}'::bytea as raw) as mail`);

  await fin.at(`${site}/console/retention`);
  await fin.sees('31 December 2021');
  const panel = (person) => person.page.locator('section', { hasText: ', 2019' });
  await panel(fin).getByRole('button').click();
  await fin.sees('There is a problem');
  await fin.look('retention-wrong');
  await fin.page.locator('#reason').fill('Two years are over.');
  await panel(fin).getByRole('button').click();
  await fin.sees('The erasure is proposed.');
  await fin.sees('You have proposed this.');
  await fin.look('retention');
  assert.equal(await panel(fin).getByRole('button').count(), 0);

  await bo.at(`${site}/console/retention`);
  if (await panel(bo).locator('[name=phone_key]').count()) await panel(bo).locator('[name=phone_key]').fill(await bo.key());
  await panel(bo).getByRole('button').click();
  await bo.sees('The year is erased.');
  await bo.look('retention-erased');
  assert.equal(sql("select string_agg(raw::text || '|' || sender, ' ' order by received_at) from mails_in"), '\\x| \\x48656c6c6f2032303230|anna@voorbeeld.example');

  // At the command line, the same by two names.
  const run = (...args) => world.run(['retention', ...args]);
  assert.match(run('list').out, /^mails\t2019\t1\t2021-12-31\terased by staff:\d+\nmails\t2020\t1\t2023-01-01\tkept$/m);
  assert.equal(run('propose', 'mails', '2020', '--by', 'anna', '--reason', 'Two years are over.').status, 0);
  assert.match(run('confirm', 'mails', '2020', '--by', 'anna').err, /You have proposed this yourself/);
  assert.match(run('confirm', 'mails', '2020', '--by', 'jan').out, /^mails\t2020\t1\t2023-01-01\terased by cli:jan$/m);
  assert.equal(run('confirm', 'mails', '1999', '--by', 'jan').status, 1);
  const rows = JSON.parse(world.run(['report', 'retention', '--format', 'json']).out).rows;
  assert.ok(rows.every((row) => row[0] === 'mails') || rows.length === 0);

  const kim = await member(world, browser, 'Kim', ['clerk']);
  await kim.at(`${site}/console/retention`, { status: 403 });
});
