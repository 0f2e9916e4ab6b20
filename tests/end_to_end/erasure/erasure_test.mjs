// The right to be forgotten: after an erasure nothing of a person is in the whole database, and the
// journal and the audit log can still be proven.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { pdf, signUp } from '../contract/papers.mjs';
import { tool } from '../contract/postgres.mjs';
import { ask, webhookSecret, World } from '../contract/world.mjs';

const world = new World();
const verifier = join(process.env.DOORSTEP_BIN, '../doorstep-verify');
// Words that stand nowhere else, in each field that says who somebody is.
const markers = ['Zwanenzang', 'Wilhelmina', 'Quaghebeur', 'wquag@zwanenzang', 'Hertogensite', '497223344', '16223344', 'BE0123456749', 'belde dat ze', 'blijkbaar failliet', 'na overleg met'];
const paper = Buffer.concat([pdf, Buffer.from('% Zwanenzang\n')]);

before(async () => {
  await world.start(['--test-clock']);
  world.token('website', 'apply');
  for (const name of ['ann', 'bea']) world.token(name, 'read', 'clerk', 'approver');
});
after(() => world.stop());

async function call(as, method, path, body, type = 'application/json') {
  const answer = await ask(world.port, method, path, { Authorization: `Bearer ${world.tokens[as]}`, 'Content-Type': type }, Buffer.isBuffer(body) ? body : body && JSON.stringify(body));
  return { status: answer.status, json: answer.body.length ? JSON.parse(answer.body) : {} };
}
const view = async (id) => (await call('ann', 'GET', `/api/v1/applications/${id}`)).json;
const cause = (as, id, event, data = {}) => call(as, 'POST', `/api/v1/applications/${id}/events`, { event, data });
async function done(as, id, event, data) {
  const answer = await cause(as, id, event, data);
  assert.equal(answer.status, 200, `${event}: ${JSON.stringify(answer.json)}`);
}
async function refused(as, id, event, data, words) {
  const answer = await cause(as, id, event, data);
  assert.equal(answer.status, 409, JSON.stringify(answer.json));
  assert.ok(JSON.stringify(answer.json).includes(words), JSON.stringify(answer.json));
}
// Nothing is left to be done; else what stands in the way.
const waiting = () => tool('psql', world, '-d', 'doorstep', '-Atc', 'select effect, trouble from outbox').trim();
async function until(what, holds) {
  for (const end = Date.now() + 90_000; !(await holds()); await sleep(200)) assert.ok(Date.now() < end, what);
}
async function advance(length) {
  const moved = await ask(world.port, 'POST', '/test/clock', { 'Content-Type': 'application/json' }, JSON.stringify({ advance: length }));
  assert.equal(moved.status, 200, moved.body.toString());
}

// All rows of all tables, with what binary columns hold as text; and which markers stand where.
function found() {
  const dump = tool('pg_dump', world, '--data-only', 'doorstep').replace(/\\\\x([0-9a-f]{2,})/g, (_, hex) => Buffer.from(hex, 'hex').toString('latin1').replaceAll('\n', ' '));
  const places = new Set();
  let table = '';
  for (const line of dump.split('\n')) {
    table = /^COPY public\.(\w+)/.exec(line)?.[1] ?? table;
    for (const marker of markers) if (line.includes(marker)) places.add(`${table}: ${marker}`);
  }
  return [...places].sort();
}

// With another paper each time: what was sent first is named by the journal alone.
async function form(version) {
  const kept = await call('website', 'POST', '/api/v1/documents', Buffer.concat([paper, Buffer.from(`% ${version}\n`)]), 'application/pdf');
  assert.equal(kept.status, 201);
  const body = signUp([{ name: '.vlaanderen', role: 'direct', iana_id: 1497, document: kept.json.id }]);
  Object.assign(body.organisation, { name: 'Zwanenzang NV', website: 'https://zwanenzang.example' });
  body.organisation.address.street = 'Hertogensite 5';
  Object.assign(body.representative, { first_name: 'Wilhelmina', last_name: 'Quaghebeur', email: 'wquag@zwanenzang.example', phone: '+32.16223344', mobile: '+32.497223344' });
  return body;
}
async function apply() {
  const made = await call('website', 'POST', '/api/v1/applications', await form('first'));
  assert.equal(made.status, 201, JSON.stringify(made.json));
  return made.json.reference;
}

// News of a neighbour that nothing comes of: it is kept, and has no line in the journal.
async function hint(id) {
  const body = JSON.stringify({ type: 'mandate.viewed', data: { reference: id, by: 'Wilhelmina Quaghebeur' } });
  const sent = { id: `hint-${id}`, second: Math.floor(Date.now() / 1000) };
  const key = Buffer.from(webhookSecret.slice('whsec_'.length), 'base64');
  const signature = createHmac('sha256', key).update(`${sent.id}.${sent.second}.${body}`).digest('base64');
  const answer = await ask(world.port, 'POST', '/webhooks/registry', { 'Content-Type': 'application/json', 'webhook-id': sent.id, 'webhook-timestamp': String(sent.second), 'webhook-signature': `v1,${signature}` }, body);
  assert.equal(answer.status, 200, answer.body.toString());
}

test('what is erased is nowhere any more, and what was proven is still proven', async () => {
  const id = await apply();
  await done('ann', id, 'information_requested', { items: [{ field: 'organisation.name', text: 'Een collega belde dat ze anders heten.' }] });
  await done('website', id, 'information_answered', { sign_up: await form('second') });
  await hint(id);
  await done('ann', id, 'withdrawn', { reason: 'De zaak is blijkbaar failliet.' });
  await until('mails are sent', () => waiting() === '');
  assert.ok(found().length > 10, found().join('\n'));

  await refused('ann', id, 'erasure_proposed', { basis: 'retention', reason: 'Too early.' }, 'have to be kept for longer');
  await advance('P731D');
  await done('ann', id, 'legal_hold_placed', { reason: 'A court has asked for the file.' });
  await refused('ann', id, 'erasure_proposed', { basis: 'retention', reason: 'Two years.' }, 'legal hold');
  await done('bea', id, 'legal_hold_lifted', { reason: 'The court has decided.' });
  await done('ann', id, 'erasure_proposed', { basis: 'retention', reason: 'Two years are over.' });
  await refused('ann', id, 'erasure_confirmed', {}, 'another approver');
  await done('bea', id, 'erasure_confirmed');
  assert.equal((await view(id)).state, 'erased');

  await until('everything is erased', () => waiting() === '').catch((error) => assert.fail(`${error.message}: ${waiting()}`));
  assert.deepEqual(found(), []);
  // What is said to it now is refused, and not kept either.
  assert.equal((await cause('ann', id, 'withdrawn', { reason: 'De zaak is blijkbaar failliet.' })).status, 409);
  assert.deepEqual(found(), []);
  const erased = await view(id);
  assert.equal(erased.sign_up.organisation.name, '');
  const { items } = (await call('ann', 'GET', `/api/v1/applications/${id}/journal`)).json;
  assert.deepEqual(items.slice(-2).map(({ event }) => event), ['erasure_confirmed', 'withdrawn']);

  // The journal is whole, and the log is verified with what is left of its data.
  assert.equal(world.run(['audit', 'rebuild']).status, 0);
  const key = join(world.folder, 'key');
  writeFileSync(`${key}.txt`, spawnSync(process.env.DOORSTEP_BIN, ['audit', 'key', 'audit.example/erasure', '-o', key], { encoding: 'utf8' }).stdout);
  const sign = () => world.run(['audit', 'sign', '--key', key, '--state', join(world.folder, 'state')]);
  await until('a checkpoint', () => sign().status === 0 && world.run(['audit', 'checkpoint']).status === 0).catch((error) => assert.fail(`${error.message}: ${sign().err}`));
  const bundle = join(world.folder, 'log.tar');
  assert.equal(world.run(['audit', 'export', '-o', bundle, '--with-data']).status, 0);
  const verified = spawnSync(verifier, [bundle, '--key', `${key}.txt`], { encoding: 'utf8' });
  assert.equal(verified.status, 0, verified.stdout + verified.stderr);
  assert.match(verified.stdout, /erased/);
});
