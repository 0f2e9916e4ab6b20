// Every route of /api/v1/webhook-endpoints and every status of it; what is really sent is judged in
// tests/end_to_end/webhooks/.

import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';

export const samples = {
  'POST /api/v1/webhook-endpoints': () => ({ json: { url: 'https://example.org/hook' } }),
  'GET /api/v1/webhook-endpoints/{id}': () => ({ id: '1' }),
  'PATCH /api/v1/webhook-endpoints/{id}': () => ({ id: '999999', json: { enabled: false } }),
  'DELETE /api/v1/webhook-endpoints/{id}': () => ({ id: '999999' }),
  'POST /api/v1/webhook-endpoints/{id}/rotate': () => ({ id: '999999', body: '' }),
  'POST /api/v1/webhook-endpoints/{id}/test': () => ({ id: '999999', body: '' }),
  'GET /api/v1/webhook-endpoints/{id}/deliveries': () => ({ id: '999999' }),
  'POST /api/v1/webhook-endpoints/{id}/deliveries/{delivery}/replay': () => ({ id: ['999999', '1'], body: '' }),
};

export async function walk(call, fields, receiver) {
  const all = '/api/v1/webhook-endpoints';
  const one = `${all}/{id}`;
  const ask = (name, how) => call(name, { as: 'admin', ...how });
  const type = { 'Content-Type': 'application/json' };

  const made = await ask(`POST ${all}`, { json: { url: receiver.url, description: 'a test', events: ['application.approved'] }, status: 201 });
  const id = String(made.json.id);
  assert.equal(made.headers.location, `${all}/${id}`);
  assert.equal(made.headers['cache-control'], 'no-store');
  assert.deepEqual(fields(await ask(`POST ${all}`, { json: { url: 'http://example.org', events: ['approved'], colour: 1 }, headers: { ...type, 'Accept-Language': 'nl' }, status: 422 })).sort(),
    ['colour unknown_field', 'events[0] webhook_event', 'url webhook_url']);
  await ask(`POST ${all}`, { body: '{', headers: type, status: 400 });
  assert.ok((await ask(`GET ${all}`, { status: 200 })).json.items.every((endpoint) => !('secret' in endpoint)));
  assert.deepEqual((await ask(`GET ${one}`, { id, status: 200 })).json.events, ['application.approved']);

  const change = (json, how) => ask(`PATCH ${one}`, { id, json, status: 200, ...how });
  assert.equal((await change({ description: 'another', events: [] })).json.description, 'another');
  assert.deepEqual(fields(await change({ enabled: 'yes', secret: 'x' }, { status: 422 })).sort(), ['enabled wrong_type', 'secret unknown_field']);
  await change(undefined, { body: '{', headers: type, status: 400 });
  await change(undefined, { body: '{}', headers: { 'Content-Type': 'text/plain' }, status: 415 });
  assert.notEqual((await ask(`POST ${one}/rotate`, { id, body: '', status: 200 })).json.secret, made.json.secret);

  const tested = (await ask(`POST ${one}/test`, { id, body: '', status: 202 })).json;
  const page = (query, how) => ask(`GET ${one}/deliveries`, { id, query, status: 200, ...how });
  while ((await page('')).json.items[0].standing !== 'delivered') await sleep(50);
  await ask(`POST ${one}/test`, { id, body: '', status: 202 });
  const first = (await page('?limit=1')).json;
  const second = (await page(`?limit=1&cursor=${first.next}`)).json;
  assert.deepEqual([second.items[0].id, second.next], [tested.id, null]);
  assert.equal(second.items[0].attempts[0].status, 200);
  assert.deepEqual(fields(await page('?limit=0&cursor=x&colour=blue', { status: 422 })).sort(), ['colour unknown_field', 'cursor cursor_unknown', 'limit number_range']);
  assert.deepEqual(fields(await page('?limit=1&limit=2', { status: 422 })), ['limit given_twice']);
  const replay = (how) => ask(`POST ${one}/deliveries/{delivery}/replay`, { id: [id, String(tested.id)], body: '', ...how });
  assert.equal((await replay({ status: 202 })).json.message, tested.message);

  assert.match((await change({ enabled: false })).json.disabled_because, /^by token:admin$/);
  assert.deepEqual(fields(await replay({ status: 422 })), ['endpoint webhook_disabled']);
  assert.deepEqual(fields(await ask(`POST ${one}/test`, { id, body: '', status: 422 })), ['endpoint webhook_disabled']);
  assert.equal((await change({ enabled: true })).json.disabled_at, null);
  await ask(`DELETE ${one}`, { id, status: 204 });

  for (const name of ['GET', 'DELETE']) await ask(`${name} ${one}`, { id, status: 404 });
  await change({ enabled: true }, { status: 404 });
  for (const what of ['rotate', 'test']) await ask(`POST ${one}/${what}`, { id, body: '', status: 404 });
  await page('', { status: 404 });
  await page('', { id: 'one', status: 404 });
  await replay({ status: 404 });
}
