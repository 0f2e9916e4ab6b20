// A member of staff as a test needs one: invited at the command line, with a password and a phone,
// logged in at the console, in the language that is theirs.

import assert from 'node:assert/strict';

import { base32Bytes, keyOf } from '../end_to_end/contract/phone.mjs';
import { ask } from '../end_to_end/contract/world.mjs';
import { say } from './words.mjs';

export const password = 'nine quiet swans at dusk';

// Moves the server's clock; returns what it shows, in seconds.
export async function move(world, advance) {
  const answer = await ask(world.port, 'POST', '/test/clock', { 'Content-Type': 'application/json' }, JSON.stringify({ advance }));
  return Date.parse(JSON.parse(answer.body).now) / 1000;
}

export function invite(world, name, roles, { until, language } = {}) {
  const email = `${name.toLowerCase()}@registry.example`;
  const added = world.run(['user', 'add', email, '--name', name, ...roles.flatMap((role) => ['--role', role]), ...(language ? ['--language', language] : []), ...(until ? ['--until', until] : [])]);
  assert.equal(added.status, 0, added.err);
  return { email, welcome: new URL(added.out.trim()).pathname };
}

// A phone: each of its keys is one that it has not shown before, and the clock is moved no further
// than that takes.
export function phoneOf(world, secret) {
  let last = 0;
  return async () => {
    let now = await move(world, 'PT0S');
    if (Math.floor(now / 30) <= last) now = await move(world, `PT${(last + 1) * 30 - Math.floor(now)}S`);
    last = Math.floor(now / 30);
    return keyOf(secret, now);
  };
}

// Sets up the phone whose first key the page asks for; `key` is what it shows from then on.
export async function setUpPhone(world, person, { door = 'console', look } = {}) {
  const words = (key) => say(person.language, `${door}.${key}`);
  const secret = base32Bytes(new URL(await person.page.locator('details .mono').textContent()).searchParams.get('secret'));
  person.key = phoneOf(world, secret);
  await person.fill({ phone_key: await person.key() });
  await person.press(words('enrol.button'));
  await person.sees(words('recovery.title'));
  await look?.();
  await person.follow(words('recovery.go_on'));
}

export async function member(world, browser, name, roles, how = {}) {
  const { email, welcome } = invite(world, name, roles, how);
  const person = await browser.person(how);
  await person.at(`http://127.0.0.1:${world.port}${welcome}`);
  await person.fill({ password });
  await person.press(say(person.language, 'console.welcome.button'));
  await person.fill({ email, password });
  await person.press(say(person.language, 'console.login.title'));
  await setUpPhone(world, person);
  return Object.assign(person, { email });
}
