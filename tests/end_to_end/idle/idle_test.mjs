// Browsers that keep their connections and say nothing: whoever comes next is answered about as
// quickly as if they were not there.  The server lets go of idle ones when somebody waits, and a
// browser that asks again is answered all the same.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { after, before, test } from 'node:test';

import { ask, World } from '../contract/world.mjs';

const world = new World();
const idle = 200;

before(() => world.start());
after(() => world.stop());

// As browsers do: whom the server has just hung up on asks once more.
async function askBy(agent, path, tries = 3) {
  const sent = request({ host: '127.0.0.1', port: world.port, path, agent });
  sent.setTimeout(120_000, () => sent.destroy(new Error(`no answer to ${path}`)));
  sent.end();
  try {
    const [response] = await once(sent, 'response');
    response.resume();
    await once(response, 'end');
    return response.statusCode;
  } catch (error) {
    if (error.code !== 'ECONNRESET' || tries === 1) throw error;
    return askBy(agent, path, tries - 1);
  }
}
// All of them, a few at a time.
async function askByAll(agents) {
  const statuses = new Set();
  for (let i = 0; i < agents.length; i += 10)
    for (const status of await Promise.all(agents.slice(i, i + 10).map((agent) => askBy(agent, '/')))) statuses.add(status);
  return [...statuses];
}

// What somebody waits for who has no connection yet: the median of several, in milliseconds.
async function waits() {
  const all = [];
  for (let i = 0; i < 15; ++i) {
    const begun = performance.now();
    assert.equal((await ask(world.port, 'GET', '/')).status, 200);
    all.push(performance.now() - begun);
  }
  return all.sort((a, b) => a - b)[7];
}

test(`${idle} idle browsers do not slow the next one`, { timeout: 240_000 }, async () => {
  await waits(); // What is only slow the first time.
  const alone = await waits();
  const agents = Array.from({ length: idle }, () => new Agent({ keepAlive: true, maxSockets: 1 }));
  try {
    assert.deepEqual(await askByAll(agents), [200]);
    const crowded = await waits();
    assert.ok(crowded < 10 * alone + 200, `${crowded.toFixed(1)} ms with idle browsers, ${alone.toFixed(1)} ms without`);
    assert.deepEqual(await askByAll(agents), [200]);
  } finally {
    for (const agent of agents) agent.destroy();
  }
});
