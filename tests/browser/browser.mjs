// A real Chromium, and what is asked of every page that it is shown: nothing that axe-core finds,
// in light, in dark and at 320 pixels; no report of the content security policy; no sideways
// scrolling.  Pictures of the pages are kept in build/screenshots for people to look at, unless
// DOORSTEP_PICTURES=0 says that nobody will.

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(join(process.env.DOORSTEP_SOURCE, 'build/node/'));
const { chromium } = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const everything = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const colours = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] }; // All that the dark changes.
const pictures = join(process.env.DOORSTEP_SOURCE, 'build/screenshots');
const pictured = process.env.DOORSTEP_PICTURES !== '0';

export class Browser {
  checked = new Set();

  async start() {
    mkdirSync(pictures, { recursive: true });
    this.chromium = await chromium.launch({ executablePath: '/usr/bin/chromium-headless-shell', args: ['--no-sandbox'] });
  }
  async stop() {
    await this.chromium.close();
  }
  // What every person has on the screen: where a walk has come to an end that nobody has planned.
  async screens() {
    const pages = this.chromium.contexts().flatMap((context) => context.pages());
    return Promise.all(pages.map(async (page) => `${page.url()}\n${await page.locator('body').innerText({ timeout: 5000 }).then((text) => text.slice(0, 1500), String)}`));
  }
  // A person at a screen of its own.
  async person({ language = 'en', scripts = true, width = 1200 } = {}) {
    const context = await this.chromium.newContext({ locale: language, javaScriptEnabled: scripts, viewport: { width, height: 800 } });
    context.setDefaultTimeout(120_000); // A machine that does other things, too, is slow and not wrong.
    const page = await context.newPage();
    const person = new Person(this, page, { language, scripts });
    page.on('console', (message) => /Content Security Policy|Refused to/.test(message.text()) && person.reports.push(message.text()));
    page.on('pageerror', (error) => person.reports.push(String(error)));
    return person;
  }
}

class Person {
  reports = [];
  constructor(browser, page, { language, scripts }) {
    Object.assign(this, { browser, page, language, scripts });
  }
  async at(address, how = {}) {
    const answer = await this.page.goto(address);
    assert.equal(answer.status(), how.status ?? 200, address);
  }
  async fill(values) {
    for (const [name, value] of Object.entries(values)) await this.page.locator(`[name="${name}"]`).first().fill(value);
  }
  async press(name) {
    await this.page.getByRole('button', { name, exact: true }).click();
  }
  async follow(name) {
    await this.page.getByRole('link', { name }).first().click();
  }
  async sees(text) {
    const body = await this.page.locator('body').innerText();
    assert.ok(body.includes(text), `"${text}" is not on ${this.page.url()}:\n${body}`);
  }
  // Once for each name: pages that were looked at are not looked at again.
  async look(name) {
    assert.deepEqual(this.reports, []);
    if (this.browser.checked.has(name)) return;
    this.browser.checked.add(name);
    const { page } = this;
    const before = page.viewportSize();
    if (this.scripts) await page.evaluate(axe);
    for (const [shape, colorScheme, width, rules] of [['', 'light', before.width, everything], ['-dark', 'dark', before.width, colours], ['-320', 'light', 320, everything]]) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height: 800 });
      if (this.scripts) {
        const found = await page.evaluate((runOnly) => window.axe.run(document, { runOnly, resultTypes: ['violations'] }), rules);
        assert.deepEqual(found.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 200)).join(' | ')}`), [], `axe on ${name}${shape}`);
      }
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth).catch(() => 0);
      assert.ok(sideways <= 0, `${name}${shape} scrolls sideways by ${sideways}`);
      if (pictured) await page.screenshot({ path: join(pictures, `${name}${shape}.png`), fullPage: true });
    }
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize(before);
  }
}
