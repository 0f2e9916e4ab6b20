// What the running program sends to other systems, judged by Standard Webhooks' own library; and a
// whole onboarding, from the sign-up to the hand-over.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { profile, signUp } from '../contract/papers.mjs';
import { ask, World } from '../contract/world.mjs';
import { Receiver } from './receiver.mjs';

// What packaging/install-packages has put beside the build.
const { Webhook, WebhookVerificationError } = createRequire(join(process.env.DOORSTEP_SOURCE, 'build/node/'))('standardwebhooks');

const world = new World();
const receiver = new Receiver();

before(async () => {
  await receiver.start();
  await world.start([], { DOORSTEP_WEBHOOKS_ALLOW_LOOPBACK: 'true', DOORSTEP_SMS_URL: '' });
  world.token('admin', 'admin');
  world.token('website', 'apply', 'read');
  world.token('approver', 'approver');
  world.token('clerk', 'clerk');
});
after(async () => {
  await world.stop();
  await receiver.stop();
});

async function call(method, path, as, json) {
  const headers = { Authorization: `Bearer ${world.tokens[as]}`, ...(json && { 'Content-Type': 'application/json' }) };
  const answer = await ask(world.port, method, `/api/v1${path}`, headers, json && JSON.stringify(json));
  assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${answer.body}\n${world.server.said}`);
  return answer.body.length ? JSON.parse(answer.body) : undefined;
}
const add = (json) => call('POST', '/webhook-endpoints', 'admin', { url: receiver.url, ...json });
const log = async (id) => (await call('GET', `/webhook-endpoints/${id}/deliveries?limit=200`, 'admin')).items;
const typeOf = ({ body }) => JSON.parse(body).type;
const read = (secret, { body, headers }) => new Webhook(secret).verify(body, headers);

async function until(id, state) {
  for (const end = Date.now() + 90_000; Date.now() < end; await sleep(100))
    if ((await call('GET', `/applications/${id}`, 'website')).state === state) return;
  assert.fail(`${id} has not come to ${state}: ${world.server.said}`);
}

test('a test is believed, and what was tampered with is not', async () => {
  const { id, secret } = await add({ description: 'the test of the tests' });
  const made = await call('POST', `/webhook-endpoints/${id}/test`, 'admin');
  const arrived = await receiver.find(({ headers }) => headers['webhook-id'] === made.message);
  assert.equal(arrived.method, 'POST');
  assert.equal(arrived.headers['content-type'], 'application/json');
  assert.deepEqual(read(secret, arrived), JSON.parse(arrived.body));

  const forged = [
    { ...arrived, body: arrived.body.replace('doorstep.test', 'doorstep.text') },
    ...Object.entries({
      'webhook-id': `${made.message}1`,
      'webhook-timestamp': String(Number(arrived.headers['webhook-timestamp']) + 1),
      'webhook-signature': arrived.headers['webhook-signature'].replace(/.=$/, (end) => (end === 'A=' ? 'E=' : 'A=')),
    }).map(([name, value]) => ({ ...arrived, headers: { ...arrived.headers, [name]: value } })),
    { ...arrived, headers: { ...arrived.headers, 'webhook-timestamp': String(Number(arrived.headers['webhook-timestamp']) - 600) } },
  ];
  for (const each of forged) assert.throws(() => read(secret, each), WebhookVerificationError);
  const other = await add({});
  assert.throws(() => read(other.secret, arrived), WebhookVerificationError);
  for (const each of [id, other.id]) await call('DELETE', `/webhook-endpoints/${each}`, 'admin');
});

test('what is refused comes again under its id, and a changed secret is believed beside the old one', async () => {
  const { id, secret } = await add({});
  receiver.answers.push(500);
  const { message } = await call('POST', `/webhook-endpoints/${id}/test`, 'admin');
  const again = await receiver.find(({ headers, status }) => headers['webhook-id'] === message && status === 200);
  const first = receiver.arrived.find(({ headers }) => headers['webhook-id'] === message);
  assert.equal(first.status, 500);
  assert.notEqual(first.headers['webhook-timestamp'], again.headers['webhook-timestamp']);
  for (const each of [first, again]) assert.equal(read(secret, each).type, 'doorstep.test');

  const rotated = await call('POST', `/webhook-endpoints/${id}/rotate`, 'admin');
  const second = await call('POST', `/webhook-endpoints/${id}/test`, 'admin');
  const both = await receiver.find(({ headers }) => headers['webhook-id'] === second.message);
  assert.equal(both.headers['webhook-signature'].split(' ').length, 2);
  for (const each of [secret, rotated.secret]) assert.equal(read(each, both).type, 'doorstep.test');

  while ((await log(id))[0].standing !== 'delivered') await sleep(50);
  const [{ id: delivery }] = await log(id);
  const before = receiver.arrived.length;
  await call('POST', `/webhook-endpoints/${id}/deliveries/${delivery}/replay`, 'admin');
  while (receiver.arrived.length === before) await sleep(50);
  assert.equal(receiver.arrived.at(-1).headers['webhook-id'], second.message);
  assert.equal(receiver.arrived.at(-1).body, both.body);
  await call('DELETE', `/webhook-endpoints/${id}`, 'admin');
});

test('a whole onboarding is told line by line, and ends with the hand-over', async () => {
  const all = await add({});
  const record = await add({ events: ['application.handed_over'] });
  receiver.arrived.length = 0;

  const { reference: id, warnings } = await call('POST', '/applications', 'website', signUp());
  const cause = (as, event, data = {}) => call('POST', `/applications/${id}/events`, as, { event, data });
  for (const { field, code } of warnings) await cause('approver', 'warning_accepted', { field, code, reason: 'looked at it' });
  await cause('approver', 'approved');
  await until(id, 'activation_due');
  const letter = await world.letter(id);
  await call('POST', `/letters/${letter.letter}/printed`, 'clerk', { reason: 'I have it in my hand.' });
  await cause('clerk', 'letter_posted', { letter: letter.letter });
  let code;
  while (!(code = world.activationCode(id))) await sleep(50);
  await call('POST', '/activation', 'website', { reference: id, registrar_id: letter.registrar_id, activation_code: code, security_code: letter.security_code, password: 'a lake without any swans' });
  await until(id, 'profile_open');
  await cause('website', 'profile_saved', { profile });
  await until(id, 'completed');

  const handedOver = await receiver.find((each) => typeOf(each) === 'application.handed_over');
  const { data } = read(record.secret, handedOver);
  assert.equal(data.reference, id);
  assert.equal(data.sign_up.organisation.name, 'Voorbeeld Hosting BV');
  assert.deepEqual(data.profile.contacts.map(({ kind }) => kind), ['billing', 'technical']);
  const view = await call('GET', `/applications/${id}`, 'website');
  assert.equal(data.registrar_id, view.registrar_id);
  assert.equal(data.first_domain, view.first_domain);

  // Each line that decided something, once, in whatever order; and no name of anybody.
  const lines = (await call('GET', `/applications/${id}/journal?limit=200`, 'website')).items.filter(({ refusal }) => !refusal);
  while ((await log(all.id)).some(({ standing }) => standing === 'waiting') || (await log(all.id)).length < lines.length) await sleep(100);
  const told = receiver.arrived.filter((each) => each !== handedOver).map((each) => read(all.secret, each)).sort((one, other) => one.data.line - other.data.line);
  assert.deepEqual(told.map(({ data: { line } }) => line), lines.map(({ line }) => line));
  assert.deepEqual(told.map(({ type }) => type), lines.map(({ event }) => `application.${event}`));
  assert.deepEqual(told.map(({ data: { to } }) => to), lines.map(({ to }) => to));
  assert.doesNotMatch(JSON.stringify(told), /Peeters|Voorbeeld Hosting|voorbeeld\.example/);
  assert.equal((await log(record.id)).length, 1);
  for (const { data: { url } } of told) assert.equal(url, `http://127.0.0.1:0/api/v1/applications/${id}`);
});

test('the command line adds, tests, shows and replays', async () => {
  const run = (...args) => {
    const ran = world.run(['webhooks', ...args]);
    assert.equal(ran.status, 0, ran.err);
    return JSON.parse(ran.out);
  };
  const refused = world.run(['webhooks', 'add', 'http://example.org/']);
  assert.equal(refused.status, 1);
  assert.match(refused.out + refused.err, /public https address/);
  const made = run('add', 'https://127.0.0.1:9/hook', '--event', 'application.approved', '--description', 'nobody there');
  assert.match(made.secret, /^whsec_/);
  assert.ok(run('list').items.some(({ id, events }) => id === made.id && events[0] === 'application.approved'));
  const second = run('rotate', String(made.id));
  assert.notEqual(second.secret, made.secret);
  const { id } = run('test', String(made.id));
  for (;;) {
    const [delivery] = run('deliveries', String(made.id), '--limit', '1').items;
    if (delivery.attempts.length) break;
  }
  assert.equal(run('replay', String(made.id), String(id)).message, run('deliveries', String(made.id)).items[0].message);
  const none = world.run(['webhooks', 'test', '999999']);
  assert.equal(none.status, 1);
  assert.match(none.err, /there is no such webhook endpoint/);
});
