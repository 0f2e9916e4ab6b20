// The people of an onboarding, each at a browser: an applicant at the portal and a colleague at the
// console.  What a person would do is done on pages, by their words in the person's language; the
// post, the text message and the registration system are the world's.

import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';

import { pdf } from '../end_to_end/contract/papers.mjs';
import { member, password as passwordOfStaff, setUpPhone } from './staff_member.mjs';
import { say, sureOf } from './words.mjs';

const password = 'a lake without any swans';
export const long = process.env.DOORSTEP_LONG === '1';
let people = 0;

class Walker {
  constructor(world, person) {
    Object.assign(this, { world, person, page: person.page, site: `http://127.0.0.1:${world.port}` });
  }
  say(key, values) {
    return say(this.person.language, key, values);
  }
  press(key, values) {
    return this.person.press(this.say(key, values));
  }
  sees(key) {
    return this.person.sees(sureOf(this.person.language, key));
  }
  // Most pages are looked at by other tests; in the long run by this one, too, in every language.
  async look(name, { rare = false } = {}) {
    if (long || (rare && this.person.scripts)) await this.person.look(`walk-${name}-${this.person.language}`);
  }
  // A link of the page itself, not of the frame around it.
  async followed(words) {
    await this.page.locator('main').getByRole('link', { name: words, exact: true }).first().click();
  }
  follow(key, values) {
    return this.followed(this.say(key, values));
  }
  // Loads the page again until it says so: somebody else is at work.
  async waitsFor(key, address = this.page.url()) {
    const words = sureOf(this.person.language, key);
    for (const end = Date.now() + 90_000; Date.now() < end; await sleep(150)) {
      await this.page.goto(address);
      if ((await this.page.locator('main').innerText()).includes(words)) return;
    }
    assert.fail(`"${words}" does not come: ${await this.page.locator('main').innerText()}\n${this.world.server.said}`);
  }
}

// `wants`: {language, scripts, organisation, products: [{name, role, iana_id}], account}.
export class Applicant extends Walker {
  static async come(world, browser, wants) {
    const applicant = new Applicant(world, await browser.person(wants));
    const number = String(++people).padStart(2, '0');
    return Object.assign(applicant, { wants, email: `an${number}@voorbeeld.example`, mobile: `+324971111${number}` });
  }

  // From the first page to the private link.
  async begin() {
    const { page, wants } = this;
    await this.person.at(`${this.site}/`);
    for (const { name, role } of wants.products) {
      await page.check(`[name=product][value="${name}"]`);
      const roles = page.locator(`[name="role${name}"][value=${role}]`);
      if (await roles.count()) await roles.check();
    }
    await this.press('portal.start.show');
    await this.look('start');
    await this.press('portal.start.begin');
    this.link = page.url();
    await this.look('tasks');
  }
  async fillIn() {
    const { person, page, wants } = this;
    const label = this.email.split('@')[0];
    await this.follow('portal.section.products');
    for (const { name, iana_id } of wants.products.filter((each) => each.iana_id)) {
      await person.fill({ [`iana_id${name}`]: String(iana_id) });
      await page.setInputFiles(`[name="document${name}"]`, { name: 'Contract.pdf', mimeType: 'application/pdf', buffer: pdf });
    }
    await this.look('products');
    await this.press('portal.save');
    await person.fill({ 'organisation.name': wants.organisation, 'organisation.vat_number': 'BE0123456749', 'organisation.website': `https://${label}.example` });
    await this.press('portal.save');
    await page.selectOption('[name="organisation.address.country"]', 'BE');
    await person.fill({ 'organisation.address.street': 'Philipssite 5', 'organisation.address.postal_code': '3001', 'organisation.address.city': 'Leuven' });
    await this.press('portal.save');
    await person.fill({ 'representative.first_name': 'An', 'representative.last_name': 'Peeters', 'representative.email': this.email, 'representative.phone': '+32 16 28 49 70', 'representative.mobile': this.mobile });
    await this.press('portal.save');
    await page.check(`[name="contract_language"][value="${wants.language}"]`);
    if (wants.account) await person.fill({ current_account: wants.account });
    if (wants.products.some(({ role }) => role === 'direct')) await person.fill({ 'prepayment.amount': '2500.00' });
    await this.press('portal.save');
    await person.sees(wants.organisation);
    await this.look('check');
  }
  async sendIn() {
    await this.press('do.submitted');
    await this.sees('portal.status.sent');
    this.reference = /A-\d{4}-\d{6}/.exec(await this.page.locator('main').innerText())[0];
  }
  async signUp() {
    await this.begin();
    await this.fillIn();
    await this.sendIn();
    return this;
  }
  comesTo(state) {
    return this.waitsFor(`portal.next.${state}`, this.link);
  }
  // Which steps the picture of the seven leaves out.
  async skips() {
    const all = await this.page.locator('ol.steps li.is-skipped').allInnerTexts();
    return all.map((text) => Number(text.split('.')[0]));
  }
  async mail(pattern) {
    return this.world.mailed(new RegExp(`(?=[^]*${this.reference})[^]*?${pattern}`));
  }

  // With the letter that came by post, the code of the mail and the one of the text message.
  async activate() {
    const { person, world } = this;
    const letter = await world.letter(this.reference);
    let activation_code;
    for (const end = Date.now() + 60_000; !(activation_code = world.activationCode(this.reference)); await sleep(50)) assert.ok(Date.now() < end);
    await this.page.goto(this.link);
    await this.follow('portal.activate.title');
    await person.fill({ registrar_id: letter.registrar_id, activation_code, security_code: letter.security_code });
    await this.press('portal.sms.send');
    await this.sees('portal.sms.sent');
    await this.look('activate');
    const message = await world.phone(this.mobile);
    await person.fill({ sms_code: /\b(\d{6})\b/.exec(message.text)[1], password });
    await this.press('portal.activate.button');
    await this.sees('portal.activated');
    // A session that somebody else has put into this browser is not the one that is logged in.
    const cookies = this.page.context();
    const chosen = 'dsr_chosen-by-somebody-else';
    await cookies.addCookies([{ name: 'doorstep_registrar', value: chosen, domain: '127.0.0.1', path: '/' }]);
    await person.fill({ registrar_id: letter.registrar_id, password });
    await this.press('portal.login.title');
    await this.look('enrol');
    await setUpPhone(world, person, { door: 'portal' });
    assert.equal(this.page.url(), this.link);
    const session = (await cookies.cookies()).find(({ name }) => name === 'doorstep_registrar');
    assert.ok(session.value !== chosen && session.httpOnly && session.sameSite === 'Lax');
  }
  async logsOut() {
    await this.press('frame.log_out');
    await this.page.goto(`${this.site}/account`);
    assert.equal(new URL(this.page.url()).pathname, '/login');
  }
  // Both tabs of the profile, as far as each is asked for.
  async fillInProfile() {
    const { page, person } = this;
    await this.follow('portal.profile.title');
    const contacts = await page.locator('[name=kind]').count();
    for (let i = 0; i < contacts; ++i) {
      const kind = await page.locator('[name=kind]').nth(i).getAttribute('value');
      await person.fill({ [`profile.contacts[${i}].name`]: 'An Peeters', [`profile.contacts[${i}].alias`]: kind, [`profile.contacts[${i}].email`]: `${kind}@voorbeeld.example` });
    }
    if (contacts > 0) {
      await this.look('contacts');
      await this.press('do.profile_saved');
    }
    const addresses = page.locator('[name^="profile.product_urls"]');
    if ((await addresses.count()) === 0) return;
    for (const { name } of this.wants.products.filter((each) => each.name !== '.be'))
      assert.equal(await page.locator('.field', { hasText: name }).filter({ hasText: `(${this.say('frame.optional')})` }).count(), 0, `${name} is needed`);
    for (const each of await addresses.all()) await each.fill(`https://voorbeeld.example/${people}`);
    await this.look('urls', { rare: true });
    await this.press('do.profile_saved');
  }
  // "withdrawn" or "appealed": a page of its own, with a reason.
  async leaves(event, reason) {
    await this.page.goto(this.link);
    await this.follow(`do.${event}`);
    await this.press(`do.${event}`);
    await this.sees('frame.problems');
    await this.look(`reason-${event}`, { rare: true });
    await this.person.fill({ reason });
    await this.press(`do.${event}`);
    await this.sees('portal.done');
  }
}

export class Colleague extends Walker {
  static async come(world, browser, name, roles, how) {
    return new Colleague(world, await member(world, browser, name, roles, how));
  }
  // Whoever has been away for long logs in again: on a slow machine the long walk outlasts a session.
  async comesBack() {
    await this.page.reload();
    if (!this.page.url().endsWith('/console/login')) return;
    await this.person.fill({ email: this.person.email, password: passwordOfStaff, phone_key: await this.person.key() });
    await this.press('console.login.title');
  }
  // From the queue, by its search.
  async open({ reference, wants }) {
    await this.comesBack();
    await this.page.getByRole('link', { name: this.say('console.queue.title'), exact: true }).first().click();
    await this.person.fill({ q: reference });
    await this.press('console.queue.show');
    await this.followed(wants.organisation);
  }
  // One action of those that the application's page offers; with the phone where it is asked for.
  async does(event, values = {}) {
    await this.follow(`do.${event}`);
    await this.person.fill(values);
    if (await this.page.locator('[name=phone_key]').count()) await this.person.fill({ phone_key: await this.person.key() });
    await this.press(`do.${event}`);
    await this.sees('console.done');
  }
  async asks(fields) {
    await this.follow('do.information_requested');
    for (const [i, [field, text]] of Object.entries(fields).entries()) {
      await this.page.selectOption(`[name=item_field${i}]`, field);
      await this.person.fill({ [`item_text${i}`]: text });
    }
    await this.press('do.information_requested');
    await this.sees('console.done');
  }
  async rejects(code, reason) {
    await this.follow('do.rejected');
    await this.page.selectOption('[name=code]', code);
    await this.person.fill({ reason });
    await this.press('do.rejected');
    await this.sees('console.done');
  }
  // By the decision sheet; doubts are accepted first, each with a reason.
  async approves(applicant) {
    await this.open(applicant);
    const doubts = () => this.page.locator('main').getByRole('link', { name: this.say('do.warning_accepted'), exact: true }).count();
    for (let left = 5; left > 0 && (await doubts()); --left) await this.does('warning_accepted', { reason: 'We know them.' });
    await this.follow('console.sheet.link');
    await this.look('sheet');
    await this.does('approved');
  }
  // The letter is on paper, and leaves the house.
  async posts({ reference }) {
    await this.page.getByRole('link', { name: this.say('console.post.title'), exact: true }).first().click();
    const row = () => this.page.getByRole('row').filter({ hasText: reference });
    for (const end = Date.now() + 60_000; (await row().count()) === 0; await sleep(150)) {
      assert.ok(Date.now() < end, `no letter of ${reference} in the post room`);
      await this.page.reload();
    }
    await row().getByRole('link').first().click();
    await this.look('letter');
    await this.person.fill({ reason: 'I have it in my hand.' });
    await this.press('console.post.print_button');
    await this.sees('console.post.done.printed');
    await row().getByRole('button').click();
    await this.sees('console.post.done.posted');
  }
}
