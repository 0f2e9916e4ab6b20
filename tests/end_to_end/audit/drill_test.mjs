// Backup and restore as docs/operating.md tells it: the dump of one cluster in another one, its
// journal decided again, its log verified, its server and its signer going on; and a signer that
// knows more than the backup.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { signUp } from '../contract/papers.mjs';
import { socketOf, tool } from '../contract/postgres.mjs';
import { ask, Child, World } from '../contract/world.mjs';

const doorstep = process.env.DOORSTEP_BIN;
const verifier = join(doorstep, '../doorstep-verify');
const here = new World();
const elsewhere = new World();
let restored; // Its address.
let files = {};

before(async () => {
  await here.start();
  await elsewhere.start();
  here.token('website', 'apply');
  for (const name of ['key', 'state', 'early', 'log.tar', 'dump', 'early.checkpoint', 'key.txt']) files[name] = join(here.folder, name);
  writeFileSync(files['key.txt'], done(doorstep, ['audit', 'key', 'audit.example/drill', '-o', files.key]));
});
after(async () => {
  await here.stop();
  await elsewhere.stop();
});

const run = (program, args, env = {}) => spawnSync(program, args, { encoding: 'utf8', env: { ...process.env, ...env } });
const done = (program, args, env) => {
  const ran = run(program, args, env);
  assert.equal(ran.status, 0, `${program} ${args.join(' ')}: ${ran.stdout}${ran.stderr}`);
  return ran.stdout;
};
const apply = async (port, token) => {
  const sent = await ask(port, 'POST', '/api/v1/applications', { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' }, JSON.stringify(signUp()));
  assert.equal(sent.status, 201, sent.body.toString());
};
const sign = (env) => run(doorstep, ['audit', 'sign', '--key', files.key, '--state', files.state], env);
const onRestored = (...args) => run(doorstep, ['audit', ...args], { DOORSTEP_DATABASE_URL: restored });
const sizeOf = (note) => Number(note.split('\n')[1]);

// Signs until so many entries are under a checkpoint.
async function signed(atLeast, env) {
  for (const end = Date.now() + 60_000; Date.now() < end; await sleep(300)) {
    const ran = sign(env);
    assert.equal(ran.status, 0, ran.stderr);
    const shown = run(doorstep, ['audit', 'checkpoint'], env);
    if (shown.status === 0 && sizeOf(shown.stdout) >= atLeast) return shown.stdout;
  }
  assert.fail(`there are never ${atLeast} entries`);
}

test('a dump in another cluster holds what it held', async () => {
  const env = { DOORSTEP_DATA: here.data };
  for (let i = 0; i < 5; ++i) await apply(here.port, here.tokens.website);
  const early = await signed(6, env);
  writeFileSync(files['early.checkpoint'], early);
  tool('pg_dump', here, '-Fc', '-f', files.dump, 'doorstep');

  tool('createdb', elsewhere, 'restored');
  tool('pg_restore', elsewhere, '-d', 'restored', '--no-owner', files.dump);
  const { folder, port } = socketOf(elsewhere);
  restored = `postgresql:///restored?host=${encodeURIComponent(folder)}&port=${port}&user=doorstep`;

  const rebuilt = onRestored('rebuild', '--json');
  assert.equal(rebuilt.status, 0, rebuilt.stdout + rebuilt.stderr);
  assert.equal(JSON.parse(rebuilt.stdout).applications, 5);
  assert.equal(onRestored('export', '-o', files['log.tar'], '--with-data').status, 0);
  done(verifier, [files['log.tar'], '--key', files['key.txt'], '--checkpoint', files['early.checkpoint']]);
});

test('what is otherwise than the journal says is told in words', () => {
  const ask = (statement) => tool('psql', elsewhere, '-d', 'restored', '-qc', statement);
  ask("update cases set state = 'completed', version = version + 1 where id = 2");
  ask('delete from cases where id = 3');
  ask("update cases set facts = jsonb_set(facts::jsonb, '{held_in}', '\"draft\"')::json where id = 4");
  const told = onRestored('rebuild');
  assert.equal(told.status, 1);
  assert.match(told.stdout, /-000002: is completed, by its journal in_review; has version \d+, by its journal \d+/);
  assert.match(told.stdout, /case 3: has a journal, and no row/);
  assert.match(told.stdout, /-000004: has other facts than its journal tells/);
  assert.match(told.stdout, /5 applications of \d+ lines rebuilt, 3 differ/);
  tool('dropdb', elsewhere, 'restored');
  tool('createdb', elsewhere, 'restored');
  tool('pg_restore', elsewhere, '-d', 'restored', '--no-owner', files.dump);
});

test('a server goes on where the backup ends, and the signer with it', async () => {
  const env = { DOORSTEP_DATABASE_URL: restored, DOORSTEP_DATA: join(elsewhere.folder, 'second') };
  const size = sizeOf(readFileSync(files['early.checkpoint'], 'utf8'));
  const copy = join(here.folder, 'state.before');
  execFileSync('cp', [files.state, copy]);
  const server = new Child(doorstep, ['serve', '--listen', '127.0.0.1:0'], env);
  try {
    await apply(await server.port(), here.tokens.website); // Tokens are in the backup, too.
    await signed(size + 1, env);
    assert.equal(onRestored('export', '-o', files['log.tar']).status, 0);
    done(verifier, [files['log.tar'], '--key', files['key.txt'], '--checkpoint', files['early.checkpoint']]);
  } finally {
    await server.stop();
  }
  execFileSync('cp', [copy, files.state]); // Back to the first server's log.
});

test('a signer that has signed more than the backup holds refuses it', async () => {
  await apply(here.port, here.tokens.website);
  await signed(sizeOf(readFileSync(files['early.checkpoint'], 'utf8')) + 1, { DOORSTEP_DATA: here.data });
  tool('dropdb', elsewhere, 'restored');
  tool('createdb', elsewhere, 'restored');
  tool('pg_restore', elsewhere, '-d', 'restored', '--no-owner', files.dump);
  const refused = sign({ DOORSTEP_DATABASE_URL: restored });
  assert.equal(refused.status, 1);
  assert.match(refused.stderr, /the database was set back/);
});
