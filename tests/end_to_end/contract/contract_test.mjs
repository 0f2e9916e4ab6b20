// Every route of the OpenAPI document, and every status that it gives it, against the running
// program.  An answer that the document does not describe fails here, and so does a description
// that no answer has shown.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash, createHmac } from 'node:crypto';
import { mkdtempSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { Contract } from './contract.mjs';
import { pdf as pdfOfAll, profile, signUp } from './papers.mjs';
import { samples as samplesOfWebhooks, walk as walkWebhooks } from './webhook_endpoints.mjs';
import { RegistrarStory } from './registrars.mjs';
import { ask, webhookSecret, World } from './world.mjs';
import { Receiver } from '../webhooks/receiver.mjs';

const world = new World();
const receiver = new Receiver();
let contract;

before(async () => {
  await receiver.start();
  await world.start(['--test-clock'], { DOORSTEP_WEBHOOKS_ALLOW_LOOPBACK: 'true' });
  world.token('admin', 'admin');
  world.token('website', 'apply');
  world.token('reader', 'read');
  world.token('clerk', 'clerk');
  world.token('approver', 'approver');
  world.token('finance', 'finance');
  world.token('second', 'finance');
  world.token('auditor', 'audit');
  contract = await Contract.of(JSON.parse((await ask(world.port, 'GET', '/api/v1/openapi.json')).body));
});
after(async () => {
  await world.stop();
  await receiver.stop();
});

// One call and its check.  `as` is a token's name; `json` or `body` goes with it.
async function call(name, { status, as, id, query = '', json, body, headers = {}, ...how }) {
  const { method, path } = contract.operation(name);
  const ids = [id ?? ''].flat();
  const whole = path === '/audit/tile/{tile}' ? (rest) => rest : encodeURIComponent;
  const target = path.replace(/\{\w+\}/g, () => whole(ids.shift())) + query;
  const all = { ...headers };
  if (as) all.Authorization = `Bearer ${world.tokens[as] ?? as}`;
  if (json !== undefined) all['Content-Type'] ??= 'application/json';
  if (json !== undefined && status < 300) contract.checkRequest(name, json);
  const answer = await ask(world.port, how.method ?? method, target, all, json === undefined ? body : JSON.stringify(json));
  const shown = answer.body.subarray(0, 600).toString();
  assert.equal(answer.status, status, `${how.method ?? name} ${target}: ${shown}\n${world.server.said}`);
  contract.checkAnswer(name, answer, how);
  if (/json/.test(answer.headers['content-type'] ?? '') && answer.body.length) answer.json = JSON.parse(answer.body);
  return answer;
}

const apply = (how) => call('POST /api/v1/applications', { as: 'website', ...how });
const show = (id, how = {}) => call('GET /api/v1/applications/{id}', { as: 'reader', id, status: 200, ...how });
const cause = (id, as, event, data = {}, how = {}) => call('POST /api/v1/applications/{id}/events', { as, id, json: { event, data }, status: 200, ...how });
const opened = async () => (await apply({ json: signUp(), status: 201 })).json.reference;
const fields = (answer) => answer.json.errors.map((error) => `${error.field} ${error.code}`);

async function until(id, state) {
  for (const end = Date.now() + 90_000; Date.now() < end; await sleep(100)) {
    const view = (await show(id)).json;
    if (view.state === state) return view;
  }
  assert.fail(`${id} has not come to ${state}: ${world.server.said}`);
}

// Until its mails are out: they are part of what a view shows, and so of its entity tag.
async function settled(id) {
  for (let answer; ; await sleep(50))
    if ((answer = await show(id)).json.effects_pending.length === 0) return answer;
}

// What an operation needs of a path and a body to get as far as its scopes.
const samples = {
  'POST /api/v1/applications': () => ({ json: signUp() }),
  'GET /api/v1/applications/{id}': () => ({ id: 'A-1999-000001' }),
  'POST /api/v1/applications/{id}/events': () => ({ id: 'A-1999-000001', json: { event: 'approved' } }),
  'GET /api/v1/applications/{id}/journal': () => ({ id: 'A-1999-000001' }),
  'GET /api/v1/applications/{id}/evidence': () => ({ id: 'A-1999-000001' }),
  'GET /api/v1/registrars': () => ({ query: '?q=292' }),
  'GET /api/v1/reports/{kind}': () => ({ id: 'register' }),
  'POST /api/v1/workbooks': () => ({ json: { title: 'Sign-ups', size: 1 } }),
  'GET /api/v1/workbooks/{id}': () => ({ id: '1' }),
  'GET /api/v1/workbooks/{id}/entries': () => ({ id: '1' }),
  'POST /api/v1/workbooks/{id}/entries': () => ({ id: '1', json: { what: 'closed', said: { text: 'Well done.' } } }),
  'GET /api/v1/applications/{id}/then': () => ({ id: 'A-1999-000001', query: '?at=2026-11-28T14:05' }),
  'GET /api/v1/applications/{id}/invoice.xml': () => ({ id: 'A-1999-000001' }),
  'GET /api/v1/applications/{id}/credit_note.xml': () => ({ id: 'A-1999-000001' }),
  'GET /api/v1/applications/{id}/invoice.pdf': () => ({ id: 'A-1999-000001' }),
  'GET /api/v1/applications/{id}/credit_note.pdf': () => ({ id: 'A-1999-000001' }),
  'POST /api/v1/documents': () => ({ body: pdfOfAll, headers: { 'Content-Type': 'application/pdf' } }),
  'GET /api/v1/documents/{id}': () => ({ id: '0'.repeat(64) }),
  'POST /api/v1/statements': () => ({ body: coda, headers: { 'Content-Type': 'text/plain' } }),
  'POST /api/v1/movements/{id}/booking': () => ({ id: '1', json: { reference: 'A-1999-000001', reason: 'They have called.' } }),
  'POST /api/v1/movements/{id}/confirmation': () => ({ id: '1', json: { reason: 'I have called them, too.' } }),
  'POST /api/v1/refunds/{id}/sent': () => ({ id: '1', json: { reason: 'By our bank.' } }),
  'GET /api/v1/applications/{id}/letters': () => ({ id: 'A-1999-000001' }),
  'POST /api/v1/letters/{id}/printed': () => ({ id: 'A-1999-000001-6-2', json: { reason: 'I have it in my hand.' } }),
  'POST /api/v1/activation': () => ({ json: { reference: 'A-1999-000001', registrar_id: '1', activation_code: 'AAAA-AAAA', security_code: '1234 5678 9012', password: 'a lake without any swans' } }),
  'POST /api/v1/activation/sms': () => ({ json: { registrar_id: '1', activation_code: 'AAAA-AAAA', security_code: '1234 5678 9012' } }),
  'POST /api/v1/activation/code': () => ({ json: { registrar_id: '1' } }),
  'POST /api/v1/login': () => ({ json: { registrar_id: '1', password: 'a lake without any swans' } }),
  'POST /api/v1/login/phone': () => ({ json: { enrolment: 'dse_0', phone_key: '123456' } }),
  'GET /api/v1/applications/{id}/correspondence': () => ({ id: 'A-1999-000001' }),
  'GET /api/v1/intake/{id}': () => ({ id: '1' }),
  'GET /api/v1/intake/{id}/raw': () => ({ id: '1' }),
  'POST /api/v1/intake/{id}/confirm': () => ({ id: '1', json: { sign_up: signUp() } }),
  'POST /api/v1/intake/{id}/dismiss': () => ({ id: '1', json: { reason: 'Not for us.' } }),
  'POST /api/v1/intake/{id}/attach': () => ({ id: '1', json: { reference: 'A-1999-000001' } }),
  'GET /api/v1/drafts/{token}': () => ({ id: '0'.repeat(64) }),
  'POST /webhooks/{provider}': () => ({ id: 'esign', body: '{}', headers: signedHeaders('msg_sample', '{}') }),
  'GET /audit/tile/{tile}': () => ({ id: '0/000' }),
  'POST /test/clock': () => ({ json: { advance: 'PT0S' } }),
  ...samplesOfWebhooks,
};
// A movement of one cent, columns as Febelfin has them.
const line = (...parts) => parts.reduce((text, [column, part]) => text.padEnd(column - 1) + part, '').padEnd(128) + '\r\n';
const codaOf = (milli, number) => [
  line([1, '0000021032620105'], [128, '2']),
  line([1, '12061BE68539007547034'], [40, 'EUR'], [43, '0' + '0'.repeat(15) + '200326'], [126, number]),
  line([1, '2100010000REF1'], [32, `0${milli}210326001500000FACTUUR`], [116, '21032606100 0']),
  line([1, '2300010000BE71096123456769'], [48, 'SOMEBODY'], [126, '0 0']),
  line([1, `8${number}BE68539007547034`], [39, 'EUR'], [42, `0${milli}210326`], [128, '0']),
  line([1, '9'], [17, '000004' + '0'.repeat(15) + milli], [128, '2']),
].join('');
const coda = codaOf('000000000000010', '061');
const muchCoda = codaOf('000000010000010', '062');  // 10 000.01: two people book it.
const sample = (name) => samples[name]?.() ?? {};
// By a token; a session is no token, and has no scopes.
const isSecured = ({ operation }) => !operation.security || operation.security.some((way) => way.token);

function signedHeaders(id, body) {
  const second = Math.floor(Date.now() / 1000);
  const key = Buffer.from(webhookSecret.slice('whsec_'.length), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${second}.${body}`).digest('base64');
  return { 'Content-Type': 'application/json', 'webhook-id': id, 'webhook-timestamp': String(second), 'webhook-signature': `v1,${signature}` };
}

test('the document is OpenAPI 3.1, and its schemas are strict JSON Schema', async () => {
  await contract.checkDocument();
  const { visit } = await import('./strict.mjs');
  assert.deepEqual(visit(contract.document.components.schemas), []);
});

test('the audit log as tlog-tiles has it, once somebody has signed', async () => {
  const id = await opened();
  await call('GET /audit/checkpoint', { as: 'auditor', status: 404 });
  const key = join(world.folder, 'audit.key');
  const verifier = spawnSync(process.env.DOORSTEP_BIN, ['audit', 'key', 'audit.example/contract', '-o', key], { encoding: 'utf8' }).stdout.trim();
  const sign = () => world.run(['audit', 'sign', '--key', key, '--state', join(world.folder, 'audit.state')]);
  let size = 0;
  for (const end = Date.now() + 20_000; size < 2 && Date.now() < end; await sleep(100)) {
    assert.equal(sign().status, 0);
    const note = await ask(world.port, 'GET', '/audit/checkpoint', { Authorization: `Bearer ${world.tokens.auditor}` });
    if (note.status === 200) size = Number(note.body.toString().split('\n')[1]);
  }
  const note = (await call('GET /audit/checkpoint', { as: 'auditor', status: 200 })).body.toString();
  assert.equal(note, world.run(['audit', 'checkpoint']).out);
  const tile = async (name, how) => (await call('GET /audit/tile/{tile}', { as: 'auditor', id: name, status: 200, ...how })).body;
  const hash = (...parts) => createHash('sha256').update(Buffer.concat(parts)).digest();
  const hashes = await tile(`0/000.p/${size}`);
  let entries = await tile(`entries/000.p/${size}`);
  for (let i = 0; i < size; ++i) {
    const end = 2 + entries.readUInt16BE();
    assert.deepEqual(hash(Buffer.from([0]), entries.subarray(2, end)), hashes.subarray(32 * i, 32 * i + 32));
    entries = entries.subarray(end);
  }
  assert.equal(entries.length, 0);
  for (const name of ['0/000', '0/001', '1/000.p/1', '0/00', '0/000.p/256', 'entries/x001', 'no/such', '8/000'])
    await tile(name, { status: 404 });
  assert.match(verifier, /^audit\.example\/contract\+[0-9a-f]{8}\+/);
});

test('who asks has to say who it is, and to be allowed', async () => {
  for (const operation of contract.operations()) {
    const { name, method } = operation;
    if (!isSecured(operation)) continue;
    const bare = await call(name, { ...sample(name), status: 401 });
    assert.equal(bare.headers['www-authenticate'], 'Bearer realm="doorstep"');
    const stranger = await call(name, { ...sample(name), as: 'stranger', status: 401 });
    assert.match(stranger.headers['www-authenticate'], /error="invalid_token"$/);
    const narrow = await call(name, { ...sample(name), as: method === 'GET' ? 'website' : 'reader', status: 403 });
    assert.match(narrow.headers['www-authenticate'], /error="insufficient_scope", scope="[a-z ]+"$/);
  }
});

test('bodies are capped, and neither chunked nor compressed ones are taken', async () => {
  for (const { name, method } of contract.operations()) {
    if (method !== 'POST' && method !== 'PATCH') continue;
    const { id, body, json, headers } = sample(name);
    const bytes = body ?? JSON.stringify(json);
    const type = { 'Content-Type': 'application/json', ...headers };
    await call(name, { id, body: bytes, headers: { ...type, 'Transfer-Encoding': 'chunked' }, as: 'clerk', status: 411 });
    await call(name, { id, body: bytes, headers: { ...type, 'Content-Encoding': 'gzip' }, as: 'clerk', status: 415 });
    // Its length is enough: no byte of it has to come.
    await call(name, { id, headers: { ...type, 'Content-Length': '99999999', Expect: '100-continue' }, as: 'clerk', status: 413 });
  }
});

test('a path tells which methods it knows, and GET can be HEAD', async () => {
  for (const [path, methods] of Object.entries(contract.document.paths)) {
    const target = path.replace(/\{\w+\}/g, 'x');
    const known = Object.keys(methods).map((method) => method.toUpperCase());
    const allowed = [...known, 'OPTIONS', ...(known.includes('GET') ? ['HEAD'] : [])].sort().join(', ');
    for (const method of ['PUT', 'PATCH', 'DELETE', 'GET', 'POST']) {
      if (known.includes(method)) continue;
      const answer = await ask(world.port, method, target);
      assert.equal(answer.status, 405, `${method} ${target}`);
      assert.equal(answer.headers.allow, allowed);
      assert.equal(JSON.parse(answer.body).status, 405);
    }
    const options = await ask(world.port, 'OPTIONS', target);
    assert.equal(options.status, 204);
    assert.equal(options.headers.allow, allowed);
    if (known.includes('GET') && !path.includes('{') && path !== '/api/v1/session')
      await call(`GET ${path}`, { method: 'HEAD', head: true, query: path === '/api/v1/registrars' ? '?q=1' : '', as: { '/api/v1/intake': 'clerk', '/api/v1/refunds': 'finance', '/api/v1/webhook-endpoints': 'admin', '/api/v1/readings': 'admin', '/api/v1/reports': 'auditor', '/api/v1/workbooks': 'auditor', '/audit/checkpoint': 'auditor' }[path] ?? 'reader', status: 200 });
  }
  const lost = await ask(world.port, 'GET', '/api/v1/nowhere', { Authorization: `Bearer ${world.tokens.reader}` });
  assert.equal(lost.status, 404);
  assert.equal(lost.headers['content-type'], 'application/problem+json');
});

test('what is no proper HTTP is refused before it comes to an operation', async () => {
  await call('GET /livez', { query: '?%zz', early: true, status: 400 });
  await call('GET /livez', { query: `?${'x'.repeat(9000)}`, early: true, status: 414 });
  const answer = await new Promise((resolve) => {
    let heard = '';
    const socket = connect(world.port, '127.0.0.1', () => socket.write('GET /livez HTTP/3.0\r\n\r\n'));
    socket.on('data', (part) => (heard += part));
    socket.on('close', () => resolve(heard));
  });
  assert.match(answer, /^HTTP\/1.1 505 /);
});

test('sign-ups', async () => {
  const key = { 'Idempotency-Key': 'contract 1' };
  const made = await apply({ json: signUp(), headers: key, status: 201 });
  assert.equal(made.headers.location, `/api/v1/applications/${made.json.reference}`);
  assert.equal(made.headers.etag, '"1"');
  const again = await apply({ json: signUp(), headers: key, status: 201 });
  assert.deepEqual(again.json, made.json);
  assert.equal(again.headers['idempotent-replayed'], 'true');
  const other = { ...signUp(), standing_order: true };
  assert.deepEqual(fields(await apply({ json: other, headers: key, status: 422 })), ['Idempotency-Key key_reused']);
  assert.deepEqual(fields(await apply({ json: signUp(), headers: { 'Idempotency-Key': 'k'.repeat(256) }, status: 422 })), ['Idempotency-Key too_long']);
  const wrong = { ...signUp([{ name: '.vlaanderen', role: 'reseller', iana_id: 292, document: 'none' }]), colour: 'blue' };
  wrong.organisation.name = 'a\0b';
  assert.deepEqual(fields(await apply({ json: wrong, status: 422 })).sort(),
    ['colour unknown_field', 'current_account current_account_missing', 'organisation.name control_character', 'products[0].document document_unknown'].sort());
  await apply({ body: '{"organisation":', headers: { 'Content-Type': 'application/json' }, status: 400 });
  await apply({ body: '['.repeat(5000), headers: { 'Content-Type': 'application/json' }, status: 400 });
  await apply({ body: '{}', headers: { 'Content-Type': 'text/plain' }, status: 415 });
  await apply({ json: [], status: 422 });
});

test('lists', async () => {
  const list = (query, status = 200) => call('GET /api/v1/applications', { as: 'reader', query, status });
  await opened();
  await opened();
  const first = await list('?limit=1');
  const second = await list(`?limit=1&cursor=${encodeURIComponent(first.json.next)}`);
  assert.notEqual(first.json.items[0].reference, second.json.items[0].reference);
  assert.ok((await list('?state=in_review&waiting_for=staff&q=voorbeeld')).json.items.length > 0);
  assert.ok((await list('?step=2')).json.items.length > 0);
  assert.equal((await list('?q=nobody-is-called-this')).json.items.length, 0);
  assert.deepEqual(fields(await list('?state=happy&step=8&waiting_for=godot&cursor=x&limit=0&colour=blue', 422)).sort(),
    ['colour unknown_field', 'cursor cursor_unknown', 'limit number_range', 'state unknown_state', 'step unknown_step', 'waiting_for unknown_party']);
  assert.deepEqual(fields(await list('?limit=1&limit=2', 422)), ['limit given_twice']);
});

test('events', async () => {
  const id = await opened();
  const before = await settled(id);
  await show(id, { headers: { 'If-None-Match': before.headers.etag }, status: 304 });
  await show(id, { headers: { 'If-None-Match': before.headers.etag, 'Accept-Language': 'nl' } });
  await show('A-1999-000001', { status: 404 });
  await cause('A-1999-000001', 'clerk', 'held', { reason: 'holiday' }, { status: 404 });
  await cause(id, 'clerk', 'approved', {}, { status: 403 });
  assert.deepEqual(fields(await cause(id, 'clerk', 'letter_posted', { letter: 'L-1' }, { status: 409 })), ['event too_early']);
  assert.deepEqual(fields(await cause(id, 'clerk', 'held', { reason: 'a\0b', why: '?' }, { status: 422 })).sort(), ['reason control_character', 'why unknown_field']);
  assert.deepEqual(fields(await cause(id, 'clerk', 'exploded', {}, { status: 422 })), ['event unknown_event']);
  await cause(id, 'clerk', 'held', {}, { json: undefined, body: 'held', headers: { 'Content-Type': 'application/json' }, status: 400 });
  await cause(id, 'clerk', 'held', {}, { headers: { 'Content-Type': 'text/plain' }, status: 415 });

  const stale = await cause(id, 'clerk', 'held', { reason: 'holiday' }, { headers: { 'If-Match': '"99"' }, status: 412 });
  assert.equal(stale.headers.etag, '"1"');
  const how = { headers: { 'If-Match': before.headers.etag, 'Idempotency-Key': 'hold it' } };
  const held = await cause(id, 'clerk', 'held', { reason: 'holiday' }, how);
  assert.equal(held.headers.etag, '"2"');
  const repeated = await cause(id, 'clerk', 'held', { reason: 'holiday' }, how);
  assert.deepEqual(repeated.json, held.json);
  assert.equal(repeated.headers['idempotent-replayed'], 'true');
  const elsewhere = await opened();
  const reused = await cause(elsewhere, 'clerk', 'held', { reason: 'holiday' }, { headers: { 'Idempotency-Key': 'hold it' }, status: 422 });
  assert.deepEqual(fields(reused), ['Idempotency-Key key_reused']);
  assert.equal((await show(elsewhere)).json.state, 'in_review');
});

test('why an application is believed', async () => {
  const paper = await call('POST /api/v1/documents', { as: 'website', body: pdfOfAll, headers: { 'Content-Type': 'application/pdf' }, status: 201 });
  const product = { name: '.vlaanderen', role: 'direct', iana_id: 1497, document: paper.json.id };
  const id = (await apply({ json: signUp([product]), status: 201 })).json.reference;
  const why = (how = {}) => call('GET /api/v1/applications/{id}/evidence', { as: 'reader', id, status: 200, ...how });
  let answer;
  do answer = (await why({ query: '?language=nl' })).json;
  while (!answer.items.some(({ check }) => check === 'iana'));
  await settled(id);
  const warning = (await why()).json.warnings[0];
  assert.deepEqual([warning.code, warning.accepted_by, warning.at], ['iana_unavailable', '', null]);
  await cause(id, 'approver', 'approved', {}, { status: 409 });
  await cause(id, 'approver', 'warning_accepted', { field: warning.field, code: warning.code, reason: 'we know them' });
  const { items, warnings } = (await why()).json;
  assert.equal(warnings[0].reason, 'we know them');
  assert.match(warnings[0].accepted_by, /approver/);
  assert.equal(items.find(({ check }) => check === 'mobile').outcome, 'valid');
  assert.equal(items.find(({ check }) => check === 'vat').code, 'vat_unasked');
  assert.deepEqual(fields(await why({ query: '?language=xx&colour=blue', status: 422 })).sort(), ['colour unknown_field', 'language language_unknown']);
  await why({ id: 'A-1999-000001', status: 404 });
  await cause(id, 'clerk', 'check_renewed', { check: 'iana' });
});

test('reports as files, the same bytes for the same question about the same head', async () => {
  const id = await opened();
  const kinds = (await call('GET /api/v1/reports', { as: 'auditor', status: 200 })).json.items;
  assert.ok(kinds.length > 10 && kinds.every((kind) => kind.title !== '' && kind.text !== ''));
  await call('GET /api/v1/reports', { as: 'auditor', query: '?colour=blue', status: 422 });
  const report = (kind, query, how) => call('GET /api/v1/reports/{kind}', { as: 'auditor', id: kind, query, status: 200, ...how });
  let dossier; // Its first line is sealed a moment after it was written.
  do dossier = (await report('dossier', `?application=${id}&format=json`)).json;
  while (dossier.rows.length === 0);
  assert.equal(dossier.rows[0][dossier.columns.indexOf('event')], 'submitted');
  assert.equal(dossier.stamp.asked_by, 'token:auditor');
  assert.equal(Buffer.from(dossier.stamp.log_root, 'base64').length, 32);
  // Other tests write as well: until two of them stand on one head.
  const register = async () => (await report('register', '')).body.toString();
  let csv = await register();
  for (const end = Date.now() + 30_000; ; ) {
    const again = await register();
    if (again === csv) break;
    assert.ok(Date.now() < end);
    csv = again;
  }
  assert.match(csv, /^\uFEFF"Application","Organisation",/);
  assert.match(csv, /\r\n\r\n"Report","Register of a period"\r\n"Rows","\d+"\r\n/);
  const pdf = await report('verification', '?format=pdf');
  assert.equal(pdf.body.subarray(0, 5).toString(), '%PDF-');
  await report('no_such', '', { status: 404 });
  assert.deepEqual(fields(await report('dossier', '?format=xls&from=x&colour=blue', { status: 422 })).sort(),
    ['application missing', 'colour unknown_field', 'format report_format', 'from day_format']);
  assert.deepEqual(kinds.find(({ kind }) => kind === 'ageing').takes, ['from', 'until', 'application']);
  assert.deepEqual(fields(await report('ageing', '?who=staff:3', { status: 422 })), ['who report_filter']);
  const filtered = world.run(['report', 'ageing', '--by', 'staff:3']);
  assert.equal(filtered.status, 2);
  assert.match(filtered.out + filtered.err, /does not take this/);
  const file = join(world.folder, 'register.json');
  assert.equal(world.run(['report', 'register', '--format', 'json', '--to', '2000-01-01', '-o', file]).status, 0);
  assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')).rows, []);
  assert.match(world.run(['report']).out, /^dossier\tDossier of one application\t/m);
  assert.equal(world.run(['report', 'no_such']).status, 2);
  await opened(); // A report tells what was before the log's last line, and that is sealed a moment later.
  let given;
  do given = (await report('reports', '?format=json')).json;
  while (!given.rows.some((row) => row.includes('verification') && row.includes('pdf')));
});

test('a workbook of an auditor', async () => {
  await opened();
  const write = (id, what, said, how) => call('POST /api/v1/workbooks/{id}/entries', { as: 'auditor', id, json: { what, said }, status: 201, ...how });
  const drawn = await call('POST /api/v1/workbooks', { as: 'auditor', json: { title: 'Sign-ups', size: 1, seed: '7' }, status: 201 });
  const id = String(drawn.json.number);
  assert.equal(drawn.headers.location, `/api/v1/workbooks/${id}`);
  const again = await call('POST /api/v1/workbooks', { as: 'auditor', json: { title: 'Again', size: 0, from: 'x', of: 'odd' }, status: 422 });
  assert.deepEqual(fields(again), ['from day_format', 'of population_unknown', 'size number_range']);
  const { checks, reference } = { checks: ['identity', 'four_eyes', 'reasons', 'contract', 'payment', 'codes', 'clocks', 'privacy', 'proof'], reference: drawn.json.sheets[0].reference };
  await write(id, 'found', { severity: 'minor', text: 'Late.', reference });
  await write(id, 'replied', { finding: 1, text: 'Indeed.' }, { as: 'approver' });
  await write(id, 'found', { severity: 'minor', text: 'Late.' }, { as: 'approver', status: 403 });
  await write(id, 'settled', { finding: 1, text: 'Mended.' });
  assert.deepEqual(fields(await write(id, 'closed', { text: 'Well done.' }, { status: 422 })), ['sheets sheets_open']);
  await write(id, 'checked', { reference, answers: Object.fromEntries(checks.map((check) => [check, { answer: 'yes' }])) });
  const closed = (await write(id, 'closed', { text: 'Well done.' })).json;
  const shown = (await call('GET /api/v1/workbooks/{id}', { as: 'approver', id, status: 200 })).json;
  assert.deepEqual(shown, closed);
  assert.ok((await call('GET /api/v1/workbooks', { as: 'auditor', status: 200 })).json.items.some((item) => item.digest === closed.digest));
  const lines = (await call('GET /api/v1/workbooks/{id}/entries', { as: 'auditor', id, status: 200 })).body.toString();
  assert.equal(createHash('sha256').update(lines.split('\n').slice(0, -2).map((each) => `${each}\n`).join('')).digest('hex'), closed.digest);
  for (const operation of ['GET /api/v1/workbooks/{id}', 'GET /api/v1/workbooks/{id}/entries']) await call(operation, { as: 'auditor', id: '0', status: 404 });
  await write('0', 'closed', { text: 'Well done.' }, { status: 404 });
  for (const operation of ['POST /api/v1/workbooks', 'POST /api/v1/workbooks/{id}/entries']) await call(operation, { as: 'auditor', id, body: '{', headers: { 'Content-Type': 'application/json' }, status: 400 });
  assert.equal(world.run(['workbook', 'show', id, '--entries']).out, lines);
  assert.match(world.run(['workbook', 'show', id]).out, /Late\.[^]*Indeed\.[^]*Mended\.[^]*Well done\./);
  assert.match(world.run(['workbook', 'list']).out, new RegExp(`^${id}\tSign-ups\t1/1\t1\tclosed$`, 'm'));
  assert.equal(world.run(['workbook', 'show', '99']).status, 1);
  assert.equal(JSON.parse(world.run(['workbook', 'open', '--title', 'By hand', '--size', '1', '--json']).out).opened.text, 'By hand');
  assert.equal(world.run(['workbook', 'open', '--title', 'By hand', '--size', '0']).status, 2);
});

test('an application as it was', async () => {
  const id = await opened();
  await cause(id, 'clerk', 'held', { reason: 'We ask a lawyer.' });
  const lines = (await call('GET /api/v1/applications/{id}/journal', { as: 'reader', id, status: 200 })).json.items;
  const then = (query, how) => call('GET /api/v1/applications/{id}/then', { as: 'auditor', id, query, status: 200, ...how });
  const { then: was, later, changes } = (await then(`?at=${lines[0].at}&until=${lines.at(-1).at}&as=approver`)).json;
  assert.deepEqual([was.line, was.view.state, later.view.state], [1, 'in_review', 'on_hold']);
  assert.ok(was.view.actions.some((action) => action.event === 'approved'));
  assert.deepEqual(changes.find((change) => change.field === 'held_because'), { field: 'held_because', before: '', after: 'We ask a lawyer.' });
  assert.deepEqual((await then('?at=2000-01-01T00:00')).json.then.view, null);
  await then('?at=2000-01-01T00:00', { id: 'A-1999-000001', status: 404 });
  assert.deepEqual(fields(await then('?until=2026-02-30T10:00&as=nobody&colour=blue', { status: 422 })).sort(),
    ['as looker_unknown', 'at missing', 'colour unknown_field', 'until time_format']);
});

test('who has read what', async () => {
  const id = await opened();
  const read = (query, how) => call('GET /api/v1/readings', { as: 'admin', query, status: 200, ...how });
  await show(id, { as: 'clerk' });
  await call('GET /api/v1/applications/{id}/journal', { as: 'reader', id, status: 200 });
  let lines = [];
  for (const end = Date.now() + 5_000; lines.length < 2 && Date.now() < end; await sleep(50)) lines = (await read(`?of=${id}`)).json.items;
  assert.deepEqual(lines.map((line) => [line.who, line.role, line.door, line.what, line.application]),
    [['token:reader', null, 'api', ['journal'], id], ['token:clerk', 'clerk', 'api', ['case'], id]]);
  const first = (await read(`?of=${id}&limit=1`)).json;
  assert.deepEqual((await read(`?of=${id}&cursor=${first.next}`)).json.items, [lines[1]]);
  assert.deepEqual((await read(`?of=${id}&who=token:clerk&from=2000-01-01`)).json.items, [lines[1]]);
  assert.deepEqual(fields(await read('?of=A-1&from=x&until=2026-02-30&cursor=x&limit=0&colour=blue', { status: 422 })).sort(),
    ['colour unknown_field', 'cursor cursor_unknown', 'from day_format', 'limit number_range', 'of application_unknown', 'until day_format']);
  const shown = world.run(['readings', '--by', 'token:clerk', '--of', id]);
  assert.match(shown.out, new RegExp(`^\\S+Z\ttoken:clerk\tclerk\tapi\t${id}\tcase\n$`));
  assert.equal(world.run(['show', id]).status, 0);
  assert.deepEqual(JSON.parse(world.run(['readings', '--by', 'cli', '--of', id, '--json']).out).items[0].what, ['case']);
  assert.equal(world.run(['readings', '--from', 'yesterday']).status, 2);
});

test('registrars of the list', async () => {
  const find = (query, how) => call('GET /api/v1/registrars', { as: 'reader', query, status: 200, ...how });
  assert.equal((await find('?q=292')).json.list, null);
  const list = '"ID",Registrar Name,Status,RDAP Base URL\r\n292,"MarkMonitor, Inc.",Accredited,https://rdap.example/\r\n';
  assert.equal(world.run(['import', 'iana', '-'], list).status, 0);
  assert.equal((await find('?q=292')).json.items[0].name, 'MarkMonitor, Inc.');
  assert.match((await find('?q=MARKMONITOR&language=fr')).json.items[0].explanation, /^Les noms sont identiques/);
  assert.deepEqual((await find('?q=nobody')).json.items, []);
  assert.deepEqual(fields(await find('?language=xx&colour=blue', { status: 422 })).sort(), ['colour unknown_field', 'language language_unknown', 'q missing']);
});

test('journals', async () => {
  const id = await opened();
  await cause(id, 'clerk', 'held', { reason: 'holiday' });
  await cause(id, 'clerk', 'approved', {}, { status: 403 });
  const journal = (query, how) => call('GET /api/v1/applications/{id}/journal', { as: 'reader', id, query, status: 200, ...how });
  const first = await journal('?limit=1');
  const rest = await journal(`?cursor=${encodeURIComponent(first.json.next)}`);
  assert.deepEqual([...first.json.items, ...rest.json.items].map((line) => line.event), ['submitted', 'held', 'approved']);
  assert.equal(rest.json.items.at(-1).refusal.reason, 'not_allowed');
  assert.equal(rest.json.next, null);
  assert.deepEqual(fields(await journal('?limit=201&cursor=x&colour=blue', { status: 422 })).sort(), ['colour unknown_field', 'cursor cursor_unknown', 'limit number_range']);
  await journal('', { id: 'A-1999-000001', status: 404 });
});

test('documents are known by their content', async () => {
  const pdf = Buffer.concat([pdfOfAll, Buffer.from('% One that no other test has sent.\n')]);
  const send = (body, how = {}) => call('POST /api/v1/documents', { as: 'website', body, headers: { 'Content-Type': 'application/pdf' }, ...how });
  const name = 'Überweisung "x"\n.pdf';
  assert.deepEqual(fields(await send(pdf, { query: `?file_name=${encodeURIComponent(name)}`, status: 422 })), ['file_name file_name']);
  const made = await send(pdf, { query: `?file_name=${encodeURIComponent('Überweisung "x".pdf')}`, status: 201 });
  assert.equal(made.headers.location, `/api/v1/documents/${made.json.id}`);
  assert.equal(made.json.size, pdf.length);
  const again = await send(pdf, { headers: { 'Content-Type': 'application/octet-stream' }, status: 200 });
  assert.deepEqual(again.json, made.json);
  await send('<html>%PDF-1.4 %%EOF', { query: '?file_name=contract.pdf', status: 415 });
  await send('', { status: 415 });
  await send(pdf, { headers: { 'Content-Type': 'text/html' }, status: 415 });
  assert.deepEqual(fields(await send(pdf.subarray(0, 60), { status: 422 })), ['content pdf_incomplete']);
  assert.deepEqual(fields(await send(pdf, { query: '?name=x', status: 422 })), ['name unknown_field']);

  const read = (how) => call('GET /api/v1/documents/{id}', { as: 'reader', id: made.json.id, status: 200, ...how });
  const found = await read();
  assert.ok(found.body.equals(pdf));
  assert.equal(found.headers['content-disposition'], "attachment; filename*=UTF-8''%C3%9Cberweisung%20%22x%22.pdf");
  await read({ headers: { 'If-None-Match': found.headers.etag }, status: 304 });
  await read({ id: '0'.repeat(64), status: 404 });
  await read({ as: 'website', status: 403 });
  const resale = (document) => [{ name: '.be', role: 'direct' }, { name: '.brussels', role: 'reseller', iana_id: 292, document }];
  assert.deepEqual(fields(await apply({ json: signUp(resale('0'.repeat(64))), status: 422 })), ['products[1].document document_unknown']);
  await apply({ json: signUp(resale(made.json.id)), status: 201 });
});

test('a statement is taken in once, and what it leaves open is booked by finance', async () => {
  const send = (body, how = {}) => call('POST /api/v1/statements', { as: 'finance', body, headers: { 'Content-Type': 'text/plain' }, status: 200, ...how });
  const first = (await send(coda, { query: '?file_name=march.cod' })).json;
  assert.deepEqual([first.format, first.booked, first.repeated, first.unmatched], ['coda', 0, 0, 1]);
  await send(muchCoda);
  const again = (await send(coda)).json;
  assert.deepEqual([again.file, again.repeated, again.unmatched], [first.file, 1, 0]);
  assert.deepEqual(fields(await send(coda.slice(0, -130), { status: 422 })), ['line 5 statement']);
  await send(coda, { headers: { 'Content-Type': 'application/pdf' }, status: 415 });
  assert.deepEqual(fields(await send(coda, { query: '?name=x', status: 422 })), ['name unknown_field']);
  const book = (json, how = {}) => call('POST /api/v1/movements/{id}/booking', { as: 'finance', id: '1', json, ...how });
  assert.deepEqual(fields(await book({ why: 1 }, { status: 422 })).sort(), ['reason missing', 'reference missing', 'why unknown_field']);
  assert.deepEqual(fields(await book({ reference: 1, reason: 'a' }, { status: 422 })), ['reference wrong_type']);
  await book({ reference: 'A-1999-000001', reason: 'x' }, { status: 404 });
  const reference = await opened();
  await book({ reference, reason: 'x' }, { id: '999999', status: 404 });
  await book({ reference, reason: 'Too early.' }, { status: 409 });
  const confirm = (json, how = {}) => call('POST /api/v1/movements/{id}/confirmation', { as: 'finance', id: '1', json, ...how });
  assert.deepEqual(fields(await confirm({ why: 1 }, { status: 422 })).sort(), ['reason missing', 'why unknown_field']);
  assert.deepEqual(fields(await confirm({ reason: 'x' }, { status: 422 })), ['movement movement_not_proposed']);
  await confirm({ reason: 'x' }, { id: '999999', status: 404 });
  for (const what of ['movements/{id}/booking', 'movements/{id}/confirmation', 'refunds/{id}/sent'])
    await call(`POST /api/v1/${what}`, { as: 'finance', id: '1', body: '{', headers: { 'Content-Type': 'application/json' }, status: 400 });
});

test('endpoints of outgoing webhooks', async () => walkWebhooks(call, fields, receiver));
test('mail that came in is put before a clerk', async () => {
  const list = (query = '', how = {}) => call('GET /api/v1/intake', { as: 'clerk', query, status: 200, ...how });
  const shown = (id, how = {}) => call('GET /api/v1/intake/{id}', { as: 'clerk', id, status: 200, ...how });
  const does = (what, id, json, how = {}) => call(`POST /api/v1/intake/{id}/${what}`, { as: 'clerk', id, json, status: 200, ...how });
  const mail = (subject, text) => `Return-Path: <an@voorbeeld.example>\r\nFrom: An Peeters <an@voorbeeld.example>\r\nTo: onboarding@registry.example\r\nMessage-ID: <${subject.replaceAll(' ', '.')}@voorbeeld.example>\r\nSubject: ${subject}\r\n\r\n${text}`;
  const form = ['Organisation: Voorbeeld Hosting BV', 'Street: Philipssite 5', 'Postal code: 3001', 'City: Leuven', 'Country: BE', 'VAT number: BE0123456749', 'Website: https://voorbeeld.example', 'First name: An', 'Last name: Peeters', 'E-mail: an@voorbeeld.example', 'Phone: +32.16284970', 'Mobile: +32 497 11 11 11', 'Contract language: EN', 'Prepayment: EUR 2,500.00', 'Standing order: no', 'Products: .be'];
  const arrived = async (subject) => {
    for (const end = Date.now() + 60_000; Date.now() < end; await sleep(100)) {
      const found = (await list()).json.items.find((item) => item.subject === subject && item.state !== 'received');
      if (found) return (await shown(found.id)).json;
    }
    assert.fail(`no mail ${subject}: ${world.server.said}`);
  };
  world.dovecot.deliver(mail('A whole form', form.join('\r\n')));
  world.dovecot.deliver(mail('Half a form', form.filter((line) => !line.startsWith('VAT')).join('\r\n')));
  world.dovecot.deliver(mail('Good day', 'How are you?'));
  const whole = await arrived('A whole form');
  const half = await arrived('Half a form');
  const chat = await arrived('Good day');
  assert.deepEqual([whole.state, half.state, chat.state], ['to_confirm', 'to_confirm', 'unclear']);
  assert.deepEqual(half.reading.problems.map((problem) => problem.field), ['organisation.vat_number']);

  const page = (await list('?limit=1&state=to_confirm')).json;
  assert.equal((await list(`?limit=1&state=to_confirm&cursor=${page.next}`)).json.items[0].id, whole.id);
  assert.deepEqual(fields(await list('?state=lost', { status: 422 })), ['state unknown_state']);
  await shown('999999', { status: 404 });
  const raw = (id, how) => call('GET /api/v1/intake/{id}/raw', { as: 'clerk', id, status: 200, ...how });
  const bytes = await raw(whole.id);
  assert.match(bytes.body.toString(), /Subject: A whole form\r\n/);
  await raw(whole.id, { headers: { 'If-None-Match': bytes.headers.etag }, status: 304 });
  await raw('999999', { status: 404 });

  assert.deepEqual(fields(await does('confirm', whole.id, { why: 1 }, { status: 422 })).sort(), ['sign_up missing', 'why unknown_field']);
  await does('confirm', '999999', { sign_up: signUp() }, { status: 404 });
  const confirmed = (await does('confirm', whole.id, { sign_up: whole.reading.sign_up })).json;
  assert.equal((await show(confirmed.reference)).json.state, 'in_review');
  assert.deepEqual(fields(await does('confirm', whole.id, { sign_up: signUp() }, { status: 422 })), ['state mail_settled']);
  assert.equal((await does('attach', chat.id, { reference: confirmed.reference })).json.state, 'attached');
  assert.deepEqual(fields(await does('attach', chat.id, { reference: 'A-1999-000001' }, { status: 422 })), ['reference application_unknown']);
  await does('attach', '999999', { reference: confirmed.reference }, { status: 404 });
  await does('confirm', chat.id, { sign_up: signUp() }, { status: 409 });
  const letters = (id, how) => call('GET /api/v1/applications/{id}/correspondence', { as: 'reader', id, status: 200, ...how });
  assert.equal((await letters(confirmed.reference)).json.items.filter((letter) => letter.direction === 'in').length, 2);
  await letters('A-1999-000001', { status: 404 });
  await does('dismiss', chat.id, { reason: 'Answered by phone.' });
  assert.deepEqual(fields(await does('dismiss', chat.id, { reason: 'Again.' }, { status: 422 })), ['state mail_settled']);
  await does('dismiss', '999999', { reason: 'x' }, { status: 404 });
  for (const what of ['confirm', 'dismiss', 'attach'])
    await call(`POST /api/v1/intake/{id}/${what}`, { as: 'clerk', id: chat.id, body: '{', headers: { 'Content-Type': 'application/json' }, status: 400 });

  const draft = (id, how) => call('GET /api/v1/drafts/{token}', { id, status: 200, ...how });
  const link = await world.mailed(/Half\.a\.form[\s\S]*\/a\/([0-9a-f]{64})/);
  assert.equal((await draft(link[1])).json.reference, half.reference);
  await draft('0'.repeat(64), { status: 404 });
});

test('the workflow as data and as a picture', async () => {
  const { json: workflow } = await call('GET /api/v1/workflow', { as: 'reader', status: 200 });
  const draw = (query, how) => call('GET /api/v1/workflow.svg', { as: 'reader', query, status: 200, ...how });
  const plain = await draw('');
  await draw('', { headers: { 'If-None-Match': plain.headers.etag }, status: 304 });
  assert.doesNotMatch(plain.body.toString(), /<script|<style|style=|aria-current/);
  for (const { name } of workflow.states) {
    const drawn = (await draw(`?state=${name}`)).body.toString();
    assert.equal(drawn.split('aria-current="step"').length, 2, name);
    assert.match(drawn, new RegExp(`<g id="state_${name}" class="node current" aria-current="step"`));
  }
  for (const query of ['?state=happy', '?state=', '?state=draft%22%20class=%22node'])
    assert.deepEqual(fields(await draw(query, { status: 422 })), ['state unknown_state']);
  assert.deepEqual(fields(await draw('?colour=blue', { status: 422 })), ['colour unknown_field']);
});

test('webhooks', async () => {
  const hook = (body, headers, how) => call('POST /webhooks/{provider}', { id: 'esign', body, headers, ...how });
  assert.equal((await hook('{}', signedHeaders('msg_1', '{}'), { status: 200 })).json.status, 'kept');
  assert.equal((await hook('{}', signedHeaders('msg_1', '{}'), { status: 200 })).json.status, 'repeated');
  await hook('{ }', signedHeaders('msg_2', '{}'), { status: 401 });
  await hook('{}', {}, { status: 401 });
  await hook('{}', signedHeaders('msg_3', '{}'), { id: 'nobody', status: 404 });
  await call('GET /webhooks/{provider}', { id: 'esign', status: 200 });
  await call('GET /webhooks/{provider}', { id: 'nobody', status: 404 });
});

test('the invoice of an application, and the credit note that takes it back', async () => {
  const id = await opened();
  const read = (what, how = {}) => call(`GET /api/v1/applications/{id}/${what}.xml`, { as: 'reader', id, status: 200, ...how });
  const onPaper = (what, how = {}) => call(`GET /api/v1/applications/{id}/${what}.pdf`, { as: 'reader', id, status: 200, ...how });
  for (const what of ['invoice', 'credit_note']) {
    for (const ask of [read, onPaper]) {
      await ask(what, { status: 404 });
      await ask(what, { id: 'A-1999-000001', status: 404 });
    }
  }
  for (const { field, code } of (await show(id)).json.warnings) await cause(id, 'approver', 'warning_accepted', { field, code, reason: 'looked at it' });
  await cause(id, 'approver', 'approved');
  await until(id, 'activation_due');
  const invoice = await read('invoice');
  const xml = invoice.body.toString();
  assert.match(xml, /<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"/);
  const number = /<cbc:ID>(V-\d{4}-\d{5})<\/cbc:ID>/.exec(xml)[1];
  assert.equal(invoice.headers['content-disposition'], `attachment; filename*=UTF-8''${number}.xml`);
  assert.equal((await show(id)).json.invoice.number, number);
  await read('invoice', { headers: { 'If-None-Match': invoice.headers.etag }, status: 304 });
  assert.equal(world.run(['invoice', id, '--format', 'ubl']).out, xml);

  // The same on paper, under the hash that the application names.
  const paper = await onPaper('invoice');
  assert.ok(paper.body.subarray(0, 5).equals(Buffer.from('%PDF-')));
  assert.equal(paper.headers['content-disposition'], `attachment; filename*=UTF-8''${number}.pdf`);
  assert.equal(createHash('sha256').update(paper.body).digest('hex'), (await show(id)).json.invoice.document);
  await onPaper('invoice', { headers: { 'If-None-Match': paper.headers.etag }, status: 304 });
  const file = join(mkdtempSync(join(tmpdir(), 'doorstep-')), 'invoice.pdf');
  assert.equal(world.run(['invoice', id, '--format', 'pdf', '-o', file]).out, `${number}\n`);
  assert.ok(readFileSync(file).equals(paper.body));

  // And the contract: as sent, as signed, and the record of its signing.
  const [agreement] = (await show(id)).json.agreements;
  assert.equal(agreement.template_version, '2026.1');
  assert.equal(agreement.papers.length, 2);
  for (const [words, document] of [[['--paper', 'sent'], agreement.document], [[], agreement.papers[0]],
    [['--paper', 'audit-trail', '--product', '.be'], agreement.papers[1]]]) {
    const kept = await call('GET /api/v1/documents/{id}', { as: 'reader', id: document, status: 200 });
    assert.equal(world.run(['contract', id, ...words, '-o', file]).out, `${document}\n`);
    assert.ok(readFileSync(file).equals(kept.body));
  }
  assert.match(world.run(['contract', id, '--product', '.brussels']).err, /there is no contract for \.brussels: \.be/);

  await cause(id, 'website', 'withdrawn', { reason: 'changed our mind' });
  await settled(id);
  const note = await read('credit_note');
  assert.match(note.body.toString(), /<CreditNote xmlns=/);
  assert.ok(note.body.toString().includes(`<cbc:ID>${number}</cbc:ID>`));
  await read('credit_note', { headers: { 'If-None-Match': note.headers.etag }, status: 304 });
  assert.ok((await read('invoice')).body.equals(invoice.body));
  const noteOnPaper = await onPaper('credit_note');
  await onPaper('credit_note', { headers: { 'If-None-Match': noteOnPaper.headers.etag }, status: 304 });
  assert.ok(!noteOnPaper.body.equals(paper.body));
  assert.equal(world.run(['invoice', id, '--credit-note', '-o', '-']).out, note.body.toString());
  const none = world.run(['invoice', 'A-1999-000001']);
  assert.equal(none.status, 1);
  assert.match(none.err, /there is no invoice of ours for application A-1999-000001/);

  await cause(id, 'finance', 'payment_received', { amount: '1.00', payment: 'call', reason: 'They showed it.' });
  await settled(id);
  const refunds = async () => (await call('GET /api/v1/refunds', { as: 'finance', status: 200 })).json.items.filter((item) => item.reference === id);
  const [refund] = await refunds();
  assert.deepEqual([refund.amount, refund.payment, refund.account], ['1.00', 'call', '']);
  const sent = (json, how = {}) => call('POST /api/v1/refunds/{id}/sent', { as: 'finance', id: String(refund.refund), json, ...how });
  assert.deepEqual(fields(await sent({}, { status: 422 })), ['reason missing']);
  assert.equal((await sent({ reason: 'By our bank.' }, { status: 200 })).json.amount, '1.00');
  assert.deepEqual(fields(await sent({ reason: 'Again.' }, { status: 422 })), ['refund refund_settled']);
  await sent({ reason: 'x' }, { id: '999999', status: 404 });
  assert.deepEqual(await refunds(), []);
});

// Moves the clock, by which neighbours' signatures get too old.
test('all the way to the first domain name, in every language', async () => {
  const id = await opened();
  const view = (await show(id, { headers: { 'Accept-Language': 'fr' } })).json;
  for (const { field, code } of view.warnings) await cause(id, 'approver', 'warning_accepted', { field, code, reason: 'looked at it' });
  await cause(id, 'approver', 'approved');
  await until(id, 'activation_due');
  await call('POST /api/v1/movements/{id}/booking', { as: 'finance', id: '1', json: { reference: id, reason: 'A cent too much.' }, status: 200 });
  const proposed = await call('POST /api/v1/movements/{id}/booking', { as: 'finance', id: '2', json: { reference: id, reason: 'They say so.' }, status: 202 });
  assert.equal(proposed.json.event, 'booking_proposed');
  const confirm = (as, status) => call('POST /api/v1/movements/{id}/confirmation', { as, id: '2', json: { reason: 'I have called them, too.' }, status });
  assert.deepEqual(fields(await confirm('finance', 409)), ['event second_person']);
  assert.equal((await confirm('second', 200)).json.event, 'payment_received');
  assert.deepEqual(fields(await confirm('second', 422)), ['movement movement_not_proposed']);
  const letter = await world.letter(id);
  const printed = (json, how = {}) => call('POST /api/v1/letters/{id}/printed', { as: 'clerk', id: letter.letter, json, ...how });
  assert.deepEqual(fields(await printed({}, { status: 422 })), ['reason missing']);
  await printed({ reason: 'x' }, { id: 'nobody', status: 404 });
  await call('POST /api/v1/letters/{id}/printed', { as: 'clerk', id: letter.letter, body: '{', headers: { 'Content-Type': 'application/json' }, status: 400 });
  assert.equal((await printed({ reason: 'I have it in my hand.' }, { status: 200 })).json.event, 'letter_printed');
  assert.deepEqual(fields(await printed({ reason: 'x' }, { status: 422 })), ['letter letter_settled']);
  await cause(id, 'clerk', 'letter_posted', { letter: letter.letter });
  const letters = (how) => call('GET /api/v1/applications/{id}/letters', { as: 'reader', id, status: 200, ...how });
  const [kept] = (await letters()).json.items;
  assert.deepEqual([kept.letter, kept.custody, kept.way, kept.pages], [letter.letter, 'posted', 'folder', 1]);
  assert.deepEqual(kept.log.map(({ custody, actor }) => [custody, actor]), [['asked', kept.log[0].actor], ['printed', 'token:clerk'], ['posted', 'token:clerk']]);
  await letters({ id: 'A-1999-000001', status: 404 });
  const everyLetter = (query, how) => call('GET /api/v1/letters', { as: 'reader', query, status: 200, ...how });
  const page = (await everyLetter('?custody=posted&limit=1')).json;
  assert.deepEqual(page.items.map((item) => item.custody), ['posted']);
  assert.deepEqual(fields(await everyLetter('?custody=lost&colour=red', { status: 422 })), ['colour unknown_field', 'custody unknown_custody']);
  assert.match(world.run(['letters', 'list', '--custody', 'posted']).out, new RegExp(`^${letter.letter}\t${id}\tposted\tfolder$`, 'm'));
  const story = new RegistrarStory({ world, call, reference: id });
  await story.receive();
  await story.keyInWrongly();
  await story.receiveSms();
  await cause(id, 'clerk', 'held', { reason: 'holiday' });
  await story.activate(story.codes, { status: 409 });
  await cause(id, 'clerk', 'resumed');
  await story.activateOnce();
  await until(id, 'profile_open');
  await cause(id, 'website', 'profile_saved', { profile });
  const done = await until(id, 'completed');
  assert.notEqual(done.first_domain, '');
  const { json: journal } = await call('GET /api/v1/applications/{id}/journal', { as: 'reader', id, query: '?limit=200', headers: { 'Accept-Language': 'nl' }, status: 200 });
  assert.ok(journal.items.length > 12);
  await story.firstLogin();
  await story.laterLogins();
  await story.forgetPassword();
  await story.losePhone();
  await story.strangers();
});

test('the clock of a test lets an application expire', async () => {
  const id = await opened();
  await cause(id, 'clerk', 'information_requested', { items: [{ field: 'organisation.vat_number', text: 'Please check it.' }] });
  const move = (json, how) => call('POST /test/clock', { json, status: 200, ...how });
  const now = Date.parse((await move({ advance: 'PT0S' })).json.now);
  const later = Date.parse((await move({ advance: 'P16D' })).json.now);
  assert.ok(later - now >= 16 * 86_400_000);
  const ended = await until(id, 'expired');
  assert.deepEqual(ended.deadlines, []);
  for (const advance of ['-P1D', '1 day', 'P', 'PT', '', 7, 'P999Y', 'P1D\0']) assert.deepEqual(fields(await move({ advance }, { status: 422 })), ['advance duration_format']);
  assert.deepEqual(fields(await move({ advance: 'P1D', colour: 1 }, { status: 422 })), ['colour unknown_field']);
  await move(undefined, { body: '{', status: 400 });
});

test('the counters know every route by its pattern, and no path', async () => {
  for (const probe of ['GET /livez', 'GET /readyz', 'GET /api/v1/openapi.json']) await call(probe, { status: 200 });
  await ask(world.port, 'BREW', '/a/path/of/its/own');
  const text = (await call('GET /metrics', { status: 200 })).body.toString();
  const counted = new Set([...text.matchAll(/^doorstep_http_requests_total\{method="([^"]*)",route="([^"]*)"/gm)].map(([, method, route]) => `${method} ${route}`));
  for (const { name } of contract.operations()) assert.ok(counted.has(name) || name === 'GET /metrics', name);
  assert.ok(counted.has('other none'));
  const routes = new Set([...Object.keys(contract.document.paths), 'none']);
  for (const each of counted) assert.ok(routes.has(each.split(' ')[1]), `the document lacks ${each}`);
});

test('without the database everything that needs it says so', async () => {
  await world.loseDatabase();
  for (const { name, method, operation } of contract.operations()) {
    if (!operation.responses['503']) continue;
    await call(name, { ...sample(name), as: method === 'GET' ? 'reader' : 'clerk', status: 503 });
  }
  await call('GET /livez', { status: 200 });
});

test('without --test-clock there is no clock to move', async () => {
  const plain = new World();
  await plain.start([], { DOORSTEP_SMS_URL: '' });
  try {
    assert.equal(JSON.parse((await ask(plain.port, 'GET', '/api/v1/activation')).body).sms_code, false);
    const { json } = sample('POST /api/v1/activation/sms');
    const none = await ask(plain.port, 'POST', '/api/v1/activation/sms', { 'Content-Type': 'application/json' }, JSON.stringify(json));
    assert.equal(none.status, 409);
    contract.checkAnswer('POST /api/v1/activation/sms', none);
    const answer = await ask(plain.port, 'POST', '/test/clock', { 'Content-Type': 'application/json' }, '{"advance":"P1D"}');
    assert.equal(answer.status, 404);
    contract.checkAnswer('POST /test/clock', answer);
  } finally {
    await plain.stop();
  }
});

test('every status of the document was seen', () => {
  assert.deepEqual(contract.unseen(), []);
});
