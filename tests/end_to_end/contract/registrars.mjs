// A registrar from its letter to its account: activation with an SMS code, the first login with a
// phone, later logins, a recovery code, a forgotten password, a lost phone.  Time is the server's,
// and is moved: nobody waits here.

import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';

import { base32Bytes, keyOf } from './phone.mjs';

const passwords = ['a lake without any swans', 'another lake, with swans', 'no lake at all, only swans'];

export class RegistrarStory {
  constructor({ world, call, reference }) {
    Object.assign(this, { world, call, reference });
    this.activate = (json, how) => call('POST /api/v1/activation', { json, status: 200, ...how });
    this.sms = (json, how) => call('POST /api/v1/activation/sms', { json, status: 202, ...how });
    this.wish = (json, how) => call('POST /api/v1/activation/code', { json, status: 202, ...how });
    this.login = (json, how) => call('POST /api/v1/login', { json, status: 200, ...how });
    this.firstKey = (json, how) => call('POST /api/v1/login/phone', { json, status: 200, ...how });
    this.session = (session, status = 200) => call('GET /api/v1/session', { as: session, status });
  }

  async move(advance) {
    const answer = await this.call('POST /test/clock', { json: { advance }, status: 200 });
    return Date.parse(answer.json.now) / 1000;
  }
  // What the phone shows: always one that it has not shown before.
  async key() {
    return keyOf(this.secret, await this.move('PT31S'));
  }
  async code() {
    for (let code; ; await sleep(50))
      if ((code = this.world.activationCode(this.reference)) && code !== this.activationCode) return (this.activationCode = code);
  }
  fields(answer) {
    return answer.json.errors.map((error) => `${error.field} ${error.code}`);
  }

  // What comes by post and by mail.
  async receive() {
    const letter = await this.world.letter(this.reference);
    this.codes = { reference: this.reference, registrar_id: letter.registrar_id, activation_code: await this.code(), security_code: letter.security_code, password: passwords[0] };
    const { json } = await this.call('GET /api/v1/activation', { status: 200 });
    assert.deepEqual(json, { sms_code: true, password: { length_min: 15, length_max: 256 } });
  }

  async keyInWrongly() {
    const { codes, activate } = this;
    const json = { 'Content-Type': 'application/json' };
    await activate({ reference: this.reference, colour: 1 }, { status: 422 });
    await activate({ ...codes, reference: 'A-1999-000001' }, { status: 422 });
    assert.deepEqual((await activate({ ...codes, security_code: '1234 5678 9012' }, { status: 422 })).json.errors, [{ field: 'codes', code: 'tries_left', detail: '4' }]);
    const told = await activate({ ...codes, security_code: '1234 5678 9012' }, { headers: { ...json, 'Accept-Language': 'nl' }, status: 422 });
    assert.equal(told.json.detail, 'Een van de codes klopt niet. Resterende pogingen: 3.');
    await this.move('PT5S');
    assert.deepEqual(this.fields(await activate({ ...codes, reference: 'A\0', registrar_id: 7 }, { status: 422 })), ['reference control_character', 'registrar_id wrong_type']);
    assert.deepEqual(this.fields(await activate({ ...codes, password: 'fourteen chars' }, { status: 422 })), ['password password_too_short']);
    assert.deepEqual(this.fields(await activate({ ...codes, password: `${codes.registrar_id} ${codes.registrar_id}` }, { status: 422 })), ['password password_too_short']);
    assert.deepEqual(this.fields(await activate({ ...codes, password: 'Password Password' }, { status: 422 })), ['password password_too_common']);
    for (const reference of ['+++090/9337/55493+++', '090 9337 55493', '090933755493'])
      assert.deepEqual(this.fields(await activate({ ...codes, security_code: reference }, { status: 422 })), ['security_code security_code_is_reference']);
    await activate(undefined, { body: '{', headers: json, status: 400 });
    await activate(codes, { headers: { 'Content-Type': 'text/plain' }, status: 415 });
    await this.askForAnotherCode();
  }

  // Before the activation the application itself sends another code, and says so in its journal.
  async askForAnotherCode() {
    await this.wish({ registrar_id: this.codes.registrar_id });
    this.codes.activation_code = await this.code();
    const journal = await this.call('GET /api/v1/applications/{id}/journal', { as: 'reader', id: this.reference, query: '?limit=200', status: 200 });
    const line = journal.json.items.find(({ event }) => event === 'codes_reissued');
    assert.deepEqual([line.actor, line.refusal], ['activation page', null]);
  }

  // Nobody learns from the answers who has an account here: a stranger is told the same, and has to
  // wait longer and longer.
  async strangers() {
    const stranger = { registrar_id: '999999', activation_code: 'AAAA-AAAA', security_code: '1234 5678 9012', password: passwords[0] };
    for (const left of ['4', '3', '2', '1', '0', '0', '0']) {
      const answer = await this.activate(stranger, { status: 422 });
      assert.deepEqual(answer.json.errors, [{ field: 'codes', code: 'tries_left', detail: left }]);
      await this.move('PT17S');
    }
    assert.ok(Number((await this.activate(stranger, { status: 429 })).headers['retry-after']) > 1);
    for (let i = 0; i < 5; ++i) {
      assert.deepEqual(this.fields(await this.login({ registrar_id: '999999', password: passwords[0] }, { status: 422 })), ['login login_wrong']);
      await this.move('PT5S');
    }
    await this.login({ registrar_id: '999-999', password: passwords[0] }, { status: 422 }); // Typed otherwise, nobody again.
    assert.ok(Number((await this.login({ registrar_id: '999999', password: passwords[0] }, { status: 429 })).headers['retry-after']) > 600);
    await this.wish({ registrar_id: '999999' });
    await this.wish({ registrar_id: '999 999' }, { status: 429 });
  }

  async receiveSms() {
    const { password, ...codes } = this.codes;
    assert.deepEqual(this.fields(await this.activate(this.codes, { status: 422 })), ['sms_code missing']);
    assert.equal((await this.activate({ ...this.codes, sms_code: '000000' }, { status: 422 })).json.errors[0].field, 'sms_code');
    await this.sms({ ...codes, security_code: '1234 5678 9012' }, { status: 422 });
    await this.sms({ ...codes, password }, { status: 422 });
    await this.sms(undefined, { body: '{', headers: { 'Content-Type': 'application/json' }, status: 400 });
    assert.equal((await this.sms(codes)).json.sent_to, '+32 ••••• 11');
    await this.sms(codes, { status: 429 });
    const message = await this.world.phone('+32497111111');
    const code = /\b(\d{6})\b/.exec(message.text)[1];
    const wrong = code === '000000' ? '000001' : '000000';
    assert.deepEqual((await this.activate({ ...this.codes, sms_code: wrong }, { status: 422 })).json.errors, [{ field: 'sms_code', code: 'tries_left', detail: '4' }]);
    this.codes.sms_code = code;
  }

  // Asked again under the same key it is told again; without one the code is used up.
  async activateOnce() {
    const how = { headers: { 'Content-Type': 'application/json', 'Idempotency-Key': `activate ${this.reference}` } };
    const done = await this.activate(this.codes, how);
    assert.deepEqual((await this.activate(this.codes, how)).json, done.json);
    const again = await this.activate(this.codes, { status: 422 });
    assert.match(again.json.detail, /password was chosen with this activation code already/);
    this.account = { registrar_id: this.codes.registrar_id, password: this.codes.password };
    delete this.codes.sms_code;
  }

  async firstLogin() {
    const { account } = this;
    await this.login({ ...account, colour: 1 }, { status: 422 });
    await this.login(undefined, { body: '{', headers: { 'Content-Type': 'application/json' }, status: 400 });
    assert.deepEqual(this.fields(await this.login({ ...account, password: passwords[1] }, { status: 422 })), ['login login_wrong']);
    let { json: enrolment } = await this.login(account);
    assert.match(enrolment.qr_svg, /^<svg xmlns/);
    await this.firstKey({ enrolment: enrolment.enrolment }, { status: 422 });
    await this.firstKey(undefined, { body: '{', headers: { 'Content-Type': 'application/json' }, status: 400 });
    await this.firstKey({ enrolment: 'dse_0', phone_key: '123456' }, { status: 422 });
    for (let i = 0; i < 5; ++i) {
      assert.deepEqual(this.fields(await this.firstKey({ enrolment: enrolment.enrolment, phone_key: 'abcdef' }, { status: 422 })), ['login enrolment_wrong']);
      await this.move('PT5S');
    }
    await this.firstKey({ enrolment: enrolment.enrolment, phone_key: 'abcdef' }, { status: 429 });
    await this.move('PT16M');

    const later = (await this.login(account)).json;
    assert.equal(later.otpauth_uri, enrolment.otpauth_uri); // A picture that was read stays good.
    enrolment = later;
    const uri = new URL(enrolment.otpauth_uri);
    this.secret = base32Bytes(uri.searchParams.get('secret'));
    assert.ok(uri.pathname.endsWith(`:${account.registrar_id}`));
    const phone_key = await this.key();
    const { json: logged } = await this.firstKey({ enrolment: enrolment.enrolment, phone_key });
    assert.equal(new Set(logged.recovery_codes).size, 10);
    this.recovery = logged.recovery_codes;
    await this.firstKey({ enrolment: enrolment.enrolment, phone_key: await this.key() }, { status: 422 });
    assert.equal((await this.session(logged.session)).json.reference, this.reference);
    await this.login({ ...account, phone_key }, { status: 422 }); // The same key again.
    await this.login(account, { status: 422 }); // None at all.
  }

  async laterLogins() {
    const { account } = this;
    await this.move('PT20M');
    const phone_key = await this.key();
    const { json: first } = await this.login({ ...account, registrar_id: ` ${account.registrar_id} `, phone_key });
    assert.equal(first.recovery_codes, undefined);
    await this.login({ ...account, phone_key }, { status: 422 });
    await this.call('DELETE /api/v1/session', { as: first.session, status: 204 });
    await this.session(first.session, 401);
    await this.call('DELETE /api/v1/session', { as: first.session, status: 401 });
    const { json: second } = await this.login({ ...account, recovery_code: this.recovery[4].toLowerCase() });
    await this.session(second.session);
    await this.login({ ...account, recovery_code: this.recovery[4] }, { status: 422 });
    await this.move('PT16M');
    await this.session(second.session, 401); // Idle for too long.
    const { json: third } = await this.login({ ...account, phone_key: await this.key() });
    this.open = third.session;
  }

  // The same page, the same security code, a new activation code, a new key of the phone.
  async forgetPassword() {
    await this.wish({ registrar_id: this.account.registrar_id });
    await this.wish({ registrar_id: this.account.registrar_id }, { status: 429 });
    await this.wish({ registrar_id: 7 }, { status: 422 });
    await this.wish(undefined, { body: '{', headers: { 'Content-Type': 'application/json' }, status: 400 });
    const page = { ...this.codes, activation_code: await this.code(), password: passwords[1] };
    delete page.reference; // The registrar ID is enough.
    await this.session(this.open); // Asking changes nothing.
    assert.deepEqual(this.fields(await this.activate(page, { status: 422 })), ['phone_key missing']);
    assert.deepEqual(this.fields(await this.activate({ ...page, phone_key: 'abcdef' }, { status: 422 })), ['phone_key phone_key_wrong']);
    await this.activate({ ...page, phone_key: await this.key() });
    await this.session(this.open, 401); // A new password ends what was open.
    await this.login({ ...this.account, phone_key: await this.key() }, { status: 422 });
    this.account.password = passwords[1];
    await this.login({ ...this.account, phone_key: await this.key() });
  }

  // Staff can send the codes anew at any time: the journal says who did.
  async losePhone() {
    await this.move('PT6M');
    await this.call('POST /api/v1/applications/{id}/events', { as: 'clerk', id: this.reference, json: { event: 'codes_reissued', data: {} }, status: 200 });
    const page = { ...this.codes, activation_code: await this.code(), password: passwords[2] };
    await this.activate({ ...page, recovery_code: this.recovery[4] }, { status: 422 }); // Used before.
    await this.activate({ ...page, recovery_code: this.recovery[5] });
    const { json } = await this.login({ ...this.account, password: passwords[2] });
    assert.notDeepEqual(base32Bytes(new URL(json.otpauth_uri).searchParams.get('secret')), this.secret);
  }
}
