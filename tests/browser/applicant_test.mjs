// An applicant from "Become a registrar" to its first domain name, through its pages alone; staff
// act by the API.  In three languages, with and without scripts, wide and narrow.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { ask, World } from '../end_to_end/contract/world.mjs';
import { pdf } from '../end_to_end/contract/papers.mjs';
import { base32Bytes, keyOf } from '../end_to_end/contract/phone.mjs';
import { Browser } from './browser.mjs';
import { languages, say as said, sureOf } from './words.mjs';

const world = new World();
const browser = new Browser();
const password = 'a lake without any swans';
let site;

before(async () => {
  await Promise.all([world.start(['--test-clock']), browser.start()]);
  world.token('staff', 'read', 'clerk', 'approver', 'finance');
  site = `http://127.0.0.1:${world.port}`;
});
after(async () => {
  await browser.stop();
  await world.stop();
});

const headers = () => ({ Authorization: `Bearer ${world.tokens.staff}`, 'Content-Type': 'application/json' });
const api = async (method, path, json) => JSON.parse((await ask(world.port, method, path, headers(), json && JSON.stringify(json))).body);
const view = (reference) => api('GET', `/api/v1/applications/${reference}`);
const cause = (reference, event, data = {}) => api('POST', `/api/v1/applications/${reference}/events`, { event, data });
async function until(reference, state) {
  for (const end = Date.now() + 90_000; Date.now() < end; await sleep(100)) if ((await view(reference)).state === state) return;
  assert.fail(`${reference} is ${JSON.stringify(await view(reference))}`);
}

const words = {
  en: { begin: 'Begin the sign-up', save: 'Save and continue', later: 'Save and finish later', send: 'Send in the sign-up', sent: 'Your sign-up is sent in', problem: 'There is a problem', organisation: 'Organisation', profile: 'Save the profile', activate: 'Activate', in: 'Log in', set: 'Set up and log in', sms: 'Send me an SMS code', withdraw: 'Withdraw the application' },
  nl: { begin: 'Begin de inschrijving', save: 'Opslaan en verder', later: 'Opslaan en later verdergaan', sent: 'Uw inschrijving is ingediend', problem: 'Er is een probleem', organisation: 'Organisatie', activate: 'Activeren', in: 'Aanmelden' },
  fr: { begin: "Commencer l'inscription", save: 'Enregistrer et continuer', later: 'Enregistrer et continuer plus tard', sent: 'Votre inscription est envoyée', problem: 'Il y a un problème', organisation: 'Organisation', activate: 'Activer', in: 'Se connecter' },
};
const organisation = { 'organisation.name': 'Łódź & Zonen <BV>', 'organisation.vat_number': 'BE0123456749', 'organisation.website': 'https://voorbeeld.example' };
const address = { 'organisation.address.street': 'Philipssite 5', 'organisation.address.postal_code': '3001', 'organisation.address.city': 'Leuven' };
const representative = { 'representative.first_name': 'An', 'representative.last_name': 'Peeters', 'representative.email': 'an@voorbeeld.example', 'representative.phone': '+32 16 28 49 70', 'representative.mobile': '+32 497 11 11 11' };

const checked = { en: ['Belgium', '2,500.00'], nl: ['België', '2.500,00'], fr: ['Belgique', '500,00'] };

// From the first page to the sign-up that is sent in; gives the reference and the private link.
async function signUp(person, language, { products = ['.be'] } = {}) {
  const say = words[language];
  const { page } = person;
  await person.at(`${site}/?${products.map((name) => `product=${name}`).join('&')}&chosen=1`);
  await person.look(`start-${language}`);
  await person.press(say.begin);
  await person.look(`tasks-${language}`);
  const link = page.url();
  await page.goto(`${link}/organisation`);
  await person.fill({ ...organisation, 'organisation.vat_number': 'BE0123456748' });
  await person.press(say.save);
  await person.sees(say.problem);
  await person.look(`organisation-wrong-${language}`);
  assert.equal(await page.inputValue('[name="organisation.vat_number"]'), 'BE0123456748');
  await person.fill(organisation);
  await person.press(say.save);
  assert.match(page.url(), /\/address$/);
  await page.selectOption('[name="organisation.address.country"]', 'BE');
  await person.fill(address);
  await person.look(`address-${language}`);
  await person.press(say.later);
  assert.equal(new URL(page.url()).pathname, new URL(link).pathname);
  await page.goto(`${link}/representative`);
  await person.fill(representative);
  await person.press(say.save);
  assert.match(page.url(), /\/agreement$/);
  await page.check(`[name="contract_language"][value="${language}"]`);
  await person.fill({ 'prepayment.amount': '2.500,00' });
  await person.look(`agreement-${language}`);
  await person.press(say.save);
  assert.match(page.url(), /\/check$/);
  await person.sees('Łódź & Zonen <BV>');
  for (const answer of checked[language]) await person.sees(answer);
  await person.look(`check-${language}`);
  await page.locator('form[method=post] .buttons button').click();
  await person.sees(say.sent);
  await person.sees(sureOf(language, 'portal.status.our_due'));
  await person.look(`sent-${language}`);
  const reference = /A-\d{4}-\d{6}/.exec(await page.locator('main').innerText())[0];
  return { reference, link };
}

test('an applicant goes from the first page to the first domain name', { timeout: 1_400_000 }, async () => {
  const person = await browser.person();
  const { page } = person;
  const { reference, link } = await signUp(person, 'en');
  await cause(reference, 'information_requested', { items: [{ field: 'organisation.website', text: 'It does not answer. Which one is right?' }] });
  await page.goto(link);
  await person.follow('Give what is missing');
  await person.sees('It does not answer.');
  await person.look('information');
  await person.fill({ 'organisation.website': 'https://nieuw.example' });
  await person.press('Send the answer');
  await person.sees('Done. Thank you.');
  assert.equal((await view(reference)).sign_up.organisation.website, 'https://nieuw.example');

  await cause(reference, 'approved');
  await until(reference, 'activation_due'); // The signing office and the bank are simulated.
  const letter = await world.letter(reference);
  await api('POST', `/api/v1/letters/${letter.letter}/printed`, { reason: 'I have it in my hand.' });
  await cause(reference, 'letter_posted', { letter: letter.letter });
  await page.goto(`${link}/activate`);
  const wrongAt = async (field, sentence) => {
    await person.sees(sentence);
    assert.match(await page.title(), /^Error: /);
    const link = page.locator(`.problems a[href="#${field}"]`);
    assert.equal(await link.count(), 1, field);
    assert.match(await page.locator(`#${field}-error`).innerText(), new RegExp(sentence.slice(0, 20)));
    assert.equal(await page.locator(`#${field}`).getAttribute('aria-invalid'), 'true');
  };
  const codes = { registrar_id: letter.registrar_id, activation_code: await mailedCode(reference), security_code: letter.security_code };
  await person.fill({ ...codes, security_code: '1234 5678 9012', password });
  await page.press('[name=password]', 'Enter'); // It means "Activate", and asks for no new code.
  await person.sees('Tries left: 4.');
  await person.look('activate-wrong');
  await ask(world.port, 'POST', '/test/clock', { 'Content-Type': 'application/json' }, JSON.stringify({ advance: 'PT1M' }));
  await person.fill(codes);
  await person.press('Send me an SMS code');
  await person.sees('A code is on its way');
  const message = await world.phone('+32497111111');
  const sms_code = /\b(\d{6})\b/.exec(message.text)[1];
  await person.fill({ sms_code: sms_code === '000000' ? '000001' : '000000', password });
  await person.press('Activate');
  await wrongAt('sms_code', said('en', 'portal.sms.wrong'));
  await person.look('activate-sms-wrong');
  await person.fill({ sms_code, password });
  await person.press('Activate');
  await person.sees('The account is activated.');
  await person.look('login');
  const login = await page.locator('main').innerText();
  assert.ok(!login.includes('New password') && !login.includes('15 characters'), login);
  await person.fill({ registrar_id: codes.registrar_id, password });
  await person.press('Log in');
  await person.look('enrol');
  const uri = await page.locator('details .mono').textContent();
  const secret = base32Bytes(new URL(uri).searchParams.get('secret'));
  const now = JSON.parse((await ask(world.port, 'POST', '/test/clock', { 'Content-Type': 'application/json' }, JSON.stringify({ advance: 'PT31S' }))).body).now;
  await person.fill({ phone_key: keyOf(secret, Date.parse(now) / 1000) });
  await person.press('Set up and log in');
  await person.sees('Your recovery codes');
  await person.look('recovery');
  await person.follow('I have kept them; go on');
  await person.sees('It is your turn');
  await person.look('status-profile');
  await person.follow('Fill in the profile');
  await person.fill({ 'profile.contacts[0].name': 'An Peeters', 'profile.contacts[0].email': 'not an address' });
  await person.press('Save the profile');
  await person.sees('There is a problem');
  await person.look('profile-wrong');
  await person.fill({ 'profile.contacts[0].email': 'billing@voorbeeld.example', 'profile.contacts[1].name': 'Jan', 'profile.contacts[1].alias': 'noc', 'profile.contacts[1].email': 'noc@voorbeeld.example' });
  await person.press('Save the profile');
  await until(reference, 'completed');
  await page.goto(link);
  await person.sees('Congratulations');
  for (const language of languages) {
    await page.goto(`${link}?language=${language}`);
    const { first_domain: domain, registrar_id } = await view(reference);
    const feast = await page.locator('.feast').innerText();
    for (const words of [said(language, 'portal.completed.title'), domain, registrar_id]) assert.ok(feast.includes(words), `${words}: ${feast}`);
    assert.equal(await page.locator('[aria-current=step]').count(), 0);
    assert.equal(await page.locator('ol.timeline').isVisible(), false, 'what has happened is folded');
    assert.ok((await page.locator('.tiles.next a').count()) >= 2, 'where to go from here');
    await person.look(language === 'en' ? 'completed' : `completed-${language}`);
  }
  await page.goto(`${link}?language=en`);
  for (const file of ['invoice.pdf', 'contract/.be/sent', 'contract/.be/signed'])
    assert.match((await ask(world.port, 'GET', `${new URL(link).pathname}/${file}`)).body.subarray(0, 5).toString(), /^%PDF-/);
  const data = JSON.parse((await ask(world.port, 'GET', `${new URL(link).pathname}/data.json`)).body);
  assert.equal(data.sign_up.organisation.name, organisation['organisation.name']);
});

test('an answer that makes other fields wrong asks for those, too', { timeout: 1_400_000 }, async () => {
  const person = await browser.person();
  const { page } = person;
  const { reference, link } = await signUp(person, 'en');
  await cause(reference, 'information_requested', { items: [{ field: 'organisation.address.country', text: 'The register says another one.' }] });
  await page.goto(`${link}/information`);
  assert.equal(await page.locator('[name="organisation.address.postal_code"]').count(), 0);
  await page.selectOption('[name="organisation.address.country"]', 'NL');
  await person.press('Send the answer');
  await person.sees(words.en.problem);
  await person.look('information-also');
  await person.fill({ 'organisation.address.postal_code': 'nowhere', 'organisation.vat_number': 'NL004495445B01' });
  await person.press('Send the answer');
  await person.sees(words.en.problem);
  assert.equal(await page.inputValue('[name="organisation.vat_number"]'), 'NL004495445B01');
  await person.fill({ 'organisation.address.postal_code': '3511 EP' });
  await person.press('Send the answer');
  await person.sees('Done. Thank you.');
  const { organisation: now } = (await view(reference)).sign_up;
  assert.deepEqual([now.address.country, now.address.postal_code, now.vat_number], ['NL', '3511 EP', 'NL004495445B01']);
});

// The mail may still be on its way.
async function mailedCode(reference) {
  for (let code; ; await sleep(50)) if ((code = world.activationCode(reference))) return code;
}

for (const [language, width] of [['nl', 1200], ['fr', 320]])
  test(`a sign-up without scripts, in ${language}, ${width} pixels wide`, { timeout: 1_400_000 }, async () => {
    const person = await browser.person({ language, scripts: false, width });
    const { reference, link } = await signUp(person, language);
    assert.equal((await view(reference)).state, 'in_review');
    await person.page.goto(`${link}/withdraw`);
    await person.page.locator('form[method=post] .buttons button').click();
    await person.sees(words[language].problem);
    await person.fill({ reason: 'Une autre idée.' });
    await person.page.locator('form[method=post] .buttons button').click();
    assert.equal((await view(reference)).state, 'withdrawn');
    await person.look(`withdrawn-${language}`);
  });

test('a button does not move away from below the hand that presses it', async () => {
  const person = await browser.person();
  const { page } = person;
  await person.at(`${site}/?product=.be&chosen=1`);
  await person.press(words.en.begin);
  let letCome;
  const late = new Promise((come) => (letCome = come));
  await page.route(/enhance/, async (route) => {
    await late;
    await route.continue();
  });
  await page.goto(`${page.url()}/organisation`, { waitUntil: 'commit' });
  const button = page.getByRole('button', { name: words.en.save, exact: true });
  const place = await button.boundingBox();
  letCome();
  await page.locator('input + [role=status]').first().waitFor({ state: 'attached' });
  assert.deepEqual(await button.boundingBox(), place, 'when the script has come');

  // The number last: it is asked about when its field is left, by pressing the button.
  const { 'organisation.vat_number': _, ...others } = organisation;
  await person.fill({ ...others, 'organisation.vat_number': 'BE0123456748' });
  const answered = page.waitForResponse((response) => response.url().endsWith('value=BE0123456748'));
  await page.mouse.move(place.x + place.width / 2, place.y + place.height - 4);
  await page.mouse.down();
  await (await answered).finished();
  assert.deepEqual(await button.boundingBox(), place, 'while it is down');
  await page.mouse.up();
  await page.getByText(words.en.problem).waitFor();
  assert.match(page.url(), /organisation$/);

  // A word that goes makes room as one that comes takes it.
  await page.waitForLoadState(); // With the script, which is deferred.
  const number = page.locator('[name="organisation.vat_number"]');
  await number.fill('BE0123456747');
  await number.press('Tab');
  await page.locator('.early:not(:empty)').waitFor();
  await number.fill('');
  await button.scrollIntoViewIfNeeded();
  const below = await button.boundingBox();
  await page.mouse.move(below.x + below.width / 2, below.y + below.height - 4);
  await page.mouse.down();
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  assert.deepEqual(await button.boundingBox(), below, 'while a word is about to go');
  await Promise.all([page.waitForRequest((request) => request.method() === 'POST'), page.mouse.up()]);
  await page.getByText(words.en.problem).waitFor();
});

test('papers are uploaded with the sign-up, and only PDFs', { timeout: 1_400_000 }, async () => {
  const person = await browser.person();
  const { page } = person;
  await person.at(`${site}/?product=.brussels&role.brussels=reseller&chosen=1`);
  await person.press('Begin the sign-up');
  await page.goto(`${page.url()}/products`);
  await person.fill({ 'iana_id.brussels': 'nine' });
  await page.setInputFiles('[name="document.brussels"]', { name: 'contract.pdf', mimeType: 'application/pdf', buffer: Buffer.from('<script>alert(1)</script>') });
  await person.press('Save and continue');
  await person.sees('There is a problem');
  await person.sees('This file is not a PDF. Choose a PDF.');
  assert.equal(await page.inputValue('[name="iana_id.brussels"]'), 'nine');
  await person.look('products-wrong');
  await person.fill({ 'iana_id.brussels': '292' });
  await page.setInputFiles('[name="document.brussels"]', { name: '"><img src=x onerror=alert(1)>.pdf', mimeType: 'application/pdf', buffer: pdf });
  await person.press('Save and continue');
  assert.match(page.url(), /\/organisation$/);
  const paper = '"><img src=x onerror=alert(1)>.pdf';
  await page.goto(page.url().replace('organisation', 'check'));
  await person.sees(`IANA ID 292, ${paper}`);
  await page.goto(page.url().replace('check', 'agreement'));
  assert.equal(await page.locator('[name="prepayment.amount"], [name=standing_order]').count(), 0);
  assert.ok(!(await page.locator('label[for=current_account]').innerText()).includes('optional'));
  await person.look('agreement-resold');
  await page.goto(page.url().replace('agreement', 'products'));
  await person.sees(paper);
  await person.look('products-attached');

  // A form that comes too late keeps its file: the next press saves it.
  const other = await page.context().newPage();
  await other.goto(page.url().replace('products', 'organisation'));
  await other.getByRole('button', { name: 'Save and finish later' }).click();
  await page.setInputFiles('[name="document.brussels"]', { name: 'newer.pdf', mimeType: 'application/pdf', buffer: Buffer.concat([pdf, Buffer.from('\n')]) });
  await person.press('Save and continue');
  await person.sees('newer.pdf');
  await person.press('Save and continue');
  await page.goto(page.url().replace('organisation', 'products'));
  await person.sees('newer.pdf');

  // Who goes is told what could not be kept.
  await person.fill({ 'iana_id.brussels': 'nine' });
  await person.press('Save and finish later');
  await person.sees('An IANA ID is a whole number above zero');
  assert.match(page.url(), /\/products$/);
  await page.goto(page.url().replace('products', 'organisation'));
  // What is no number as a whole is not another number, and not none.
  const products = page.url().replace('organisation', 'products');
  for (const typed of ['1 234', '12x', '0', '99999999999']) {
    await page.goto(products);
    assert.equal(await page.inputValue('[name="iana_id.brussels"]'), '292');
    await person.fill({ 'iana_id.brussels': typed });
    await person.press('Save and continue');
    await person.sees('An IANA ID is a whole number above zero');
    assert.equal(await page.inputValue('[name="iana_id.brussels"]'), typed);
  }
});

test('an invoice can be paid at every bank, and the page says to whom, how and by when', { timeout: 1_400_000 }, async () => {
  const faults = (fail_next) => ask(world.urls.payments, 'POST', '/sim/faults', { 'Content-Type': 'application/json' }, JSON.stringify({ fail_next, status: 400 }));
  await faults(1000); // Nobody pays by itself.
  const person = await browser.person();
  const { page } = person;
  const { reference, link } = await signUp(person, 'en');
  await cause(reference, 'approved');
  for (const end = Date.now() + 90_000; !(await view(reference)).invoice?.number; await sleep(100)) assert.ok(Date.now() < end, 'the invoice');
  for (const language of languages) {
    await page.goto(`${link}?language=${language}`);
    const pay = await page.locator('dl.facts').innerText();
    const { invoice } = await view(reference);
    for (const words of [said(language, 'portal.pay.payee'), 'IBAN', 'BIC', 'EXAMBEBB', invoice.structured_message]) assert.ok(pay.includes(words), `${words}: ${pay}`);
    const [creditor] = /RF\d\d( [0-9A-Z]{1,4})+/.exec(pay);
    const plain = creditor.replaceAll(' ', '');
    const digits = [...plain.slice(4), ...plain.slice(0, 4)].map((each) => parseInt(each, 36)).join('');
    assert.equal(BigInt(digits) % 97n, 1n, creditor); // ISO 11649.
    await person.sees(sureOf(language, 'portal.status.due'));
    await person.look(`status-pay-${language}`);
  }
  await page.goto(`${link}?language=en`);
  await faults(0);
  await page.goto(`${link}/withdraw`);
  await person.fill({ reason: 'Too dear.' });
  await person.press(words.en.withdraw);
  await person.sees('You have withdrawn your application.');
  assert.ok(!(await page.locator('main').innerText()).includes('back to the account'), 'nothing was paid');
});

test('nobody gets in by a link that we never gave, nor by a form from elsewhere', async () => {
  for (const path of ['/a/00', `/a/${'0'.repeat(64)}`, `/a/${'0'.repeat(64)}/data.json`, `/a/${'f'.repeat(64)}/invoice.pdf`])
    assert.equal((await ask(world.port, 'GET', path)).status, 404);
  const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
  const post = (extra, body = 'product=.be') => ask(world.port, 'POST', '/begin', { ...form, ...extra }, body);
  assert.equal((await post({ 'Sec-Fetch-Site': 'cross-site' })).status, 400);
  assert.equal((await post({ Origin: 'https://evil.example' })).status, 400);
  assert.equal((await post({}, 'product=%00')).status, 400);
  assert.equal((await post({}, 'product=%')).status, 400);
  assert.equal((await post({})).status, 303);
});

test('what an applicant types is text, and nothing else, wherever it is shown', async () => {
  const person = await browser.person();
  const { link } = await signUp(person, 'en');
  await person.page.goto(link);
  await person.sees('Łódź & Zonen <BV>');
  const page = (await ask(world.port, 'GET', new URL(link).pathname)).body.toString();
  assert.ok(!page.includes('<BV>'));
  assert.deepEqual(person.reports, []);
});
