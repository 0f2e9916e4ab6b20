// A person without a mouse: Tab, Enter, Space and what is typed, nothing else.  Wherever Tab leads,
// the focus has to be seen, and has to be further on in the page.

import assert from 'node:assert/strict';

import { say } from './words.mjs';

const look = () => {
  const element = document.activeElement;
  const style = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  return {
    place: [...document.querySelectorAll('*')].indexOf(element),
    what: element.matches('a') ? 'link' : element.matches('button') ? 'button' : element.matches('summary') ? 'summary' : 'field',
    name: element.getAttribute('name') ?? '',
    value: element.value ?? '',
    text: element.innerText.trim(),
    html: element.outerHTML.slice(0, 160),
    marked: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    seen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth && box.width > 1,
    forced: element.tabIndex > 0,
  };
};

export class Keyboard {
  constructor(person) {
    Object.assign(this, { person, page: person.page, keys: person.page.keyboard });
  }
  say(key, values) {
    return say(this.person.language, key, values);
  }
  at() {
    return this.page.evaluate(look);
  }
  async press(...keys) {
    for (const key of keys) await this.keys.press(key);
  }
  // Tab until `fits` what has the focus.
  async to(fits, wanted) {
    let last = (await this.at()).place;
    for (let i = 0; i < 150; ++i) {
      await this.press('Tab');
      const now = await this.at();
      if (now.html.startsWith('<body')) continue; // Round the end of the page, by the browser's frame.
      assert.ok(now.marked, `the focus is not to be seen: ${now.html}`);
      assert.ok(now.seen, `the focus is out of sight: ${now.html}`);
      assert.ok(!now.forced && now.place > last, `Tab leads back: ${now.html}`);
      last = now.place;
      if (fits(now)) return now;
    }
    return assert.fail(`Tab does not lead to ${wanted}: ${this.page.url()}`);
  }
  link(text) {
    return this.to(({ what, text: has }) => what === 'link' && has === text, `the link "${text}"`);
  }
  button(text) {
    return this.to(({ what, text: has }) => what === 'button' && has === text, `the button "${text}"`);
  }
  field(name, value) {
    return this.to((now) => now.what === 'field' && now.name === name && (value === undefined || now.value === value), name);
  }
  // An address or a button leads to another page.
  async enter() {
    const loaded = this.page.waitForEvent('load');
    await this.press('Enter');
    await loaded;
    await this.page.waitForLoadState('load');
  }
  async follows(text) {
    await this.link(text);
    await this.enter();
  }
  async pushes(text) {
    await this.button(text);
    await this.enter();
  }
  async types(values) {
    for (const [name, text] of Object.entries(values)) {
      if ((await this.at()).name !== name) await this.field(name);
      await this.press('Control+a');
      await this.keys.type(text);
    }
  }
  // In a list, by the first letters.
  async chooses(name, label) {
    await this.field(name);
    await this.keys.type(label);
    const chosen = await this.page.evaluate(() => document.activeElement.selectedOptions[0].label);
    assert.equal(chosen, label);
  }
  // The link before everything else: seen once it has the focus, and past the frame of the page.
  async skips() {
    await this.press('Tab');
    const first = await this.at();
    assert.equal(first.text, this.say('frame.skip'));
    assert.ok(first.seen && first.marked, first.html);
    await this.press('Enter');
    assert.match((await this.at()).html, /^<main /);
  }
  // What is wrong has the focus; its first line leads to the field.
  async isToldAt(name) {
    assert.match((await this.at()).html, /^<div class="problems"/);
    await this.to(({ what }) => what === 'link', 'the first problem');
    await this.press('Enter');
    assert.equal((await this.at()).name, name);
  }
  // What was done has the focus.
  async hears(text) {
    const { html, text: said } = await this.at();
    assert.match(html, /^<div class="(notice|turn done)"/);
    assert.ok(said.includes(text), said);
  }
}
