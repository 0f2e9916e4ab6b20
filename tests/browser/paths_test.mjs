// Every path of the rule book and every end before the end, walked by pages alone, on both sides:
// what is asked for, reviewed, signed, paid, posted, activated, filled in and registered.
//
// Each walk once, spread over the languages and over browsers with scripts and without; with
// DOORSTEP_LONG=1 every walk in every language, with scripts and without.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { pdf } from '../end_to_end/contract/papers.mjs';
import { ask, World } from '../end_to_end/contract/world.mjs';
import { Browser } from './browser.mjs';
import { Applicant, Colleague, long } from './walkers.mjs';
import { languages } from './words.mjs';

const be = { name: '.be', role: 'direct' };
const direct = (name, iana_id) => ({ name, role: 'direct', iana_id });
const resold = (name) => ({ name, role: 'reseller', iana_id: 292 });

// IANA's list: no two registrars share an ID, so there is one for each walk.
let lastId = 2000;
const registrars = `"ID",Registrar Name,Status,RDAP Base URL
292,"Example Partner Registrar, Inc.",Accredited,https://rdap.partner.example/
${Array.from({ length: 100 }, (_, at) => `${2001 + at},Éclair Domains ${at} SA,Accredited,https://rdap.eclair.example/`).join('\n')}
`;

const refuse = (simulator, fail_next) => ask(world.urls[simulator], 'POST', '/sim/faults', { 'Content-Type': 'application/json' }, JSON.stringify({ fail_next, status: 400 }));

// An office for each way to look at pages.  The second colleague comes when one is needed: whoever
// has rejected does not decide an appeal.
class Office {
  constructor(how) {
    this.how = how;
  }
  async colleague(name) {
    const { language, scripts } = this.how;
    return Colleague.come(world, browser, `${name}${language}${scripts ? '' : 'quiet'}`, ['clerk', 'approver'], this.how);
  }
  get first() {
    return (this.els ??= this.colleague('Els'));
  }
  get second() {
    return (this.jan ??= this.colleague('Jan'));
  }
}

const walks = {
  '.be directly': async ({ come, office }) => {
    const els = await office.first;
    const applicant = await come({ products: [be] });
    await els.approves(applicant);
    await applicant.comesTo('activation_due');
    assert.deepEqual(await applicant.skips(), []);
    await els.posts(applicant);
    await applicant.activate();
    await applicant.fillInProfile();
    await applicant.comesTo('completed');
    await applicant.look('completed');
    await applicant.logsOut();
  },

  'a gTLD directly, accredited, with a doubt that is accepted': async ({ come, office, iana_id }) => {
    const els = await office.first;
    const applicant = await come({ products: [direct('.vlaanderen', iana_id), direct('.brussels', iana_id)] });
    await els.approves(applicant);
    await applicant.comesTo('activation_due');
    for (const product of ['.vlaanderen', '.brussels'])
      assert.ok(await applicant.page.locator(`a[href$="/contract/${product}/signed"]`).count(), product);
    await els.posts(applicant);
    await applicant.activate();
    await applicant.fillInProfile();
    await applicant.comesTo('completed');
  },

  '.be directly and a gTLD resold': async ({ come, office }) => {
    const els = await office.first;
    const applicant = await come({ products: [be, resold('.brussels')] });
    await els.approves(applicant);
    await applicant.comesTo('activation_due');
    assert.equal(await applicant.page.locator('a[href$="/signed"]').count(), 1);
    await els.posts(applicant);
    await applicant.activate();
    await applicant.fillInProfile();
    await applicant.comesTo('completed');
  },

  'resold only, by an account that there is': async ({ come, office }) => {
    const els = await office.first;
    const applicant = await come({ products: [resold('.vlaanderen'), resold('.brussels')], account: '100042' });
    await els.approves(applicant);
    await applicant.comesTo('profile_open');
    assert.deepEqual(await applicant.skips(), [3, 4, 5]);
    await refuse('registry', 1000); // The registration system says nothing: staff has seen it.
    await applicant.fillInProfile();
    await applicant.comesTo('ready');
    await refuse('registry', 0);
    await els.open(applicant);
    await els.does('domain_registered', { domain: `voorbeeld-${applicant.reference.toLowerCase()}.brussels` });
    await applicant.comesTo('completed');
    assert.deepEqual(await applicant.skips(), [3, 4, 5]);
  },

  'more products for an account that there is': async ({ come, office, iana_id }) => {
    const els = await office.first;
    const applicant = await come({ products: [be, direct('.vlaanderen', iana_id)], account: String(100_000 + iana_id) });
    await els.approves(applicant);
    await applicant.comesTo('profile_open');
    assert.deepEqual(await applicant.skips(), [5]);
    await applicant.fillInProfile();
    await applicant.comesTo('completed');
  },

  'asked for more, answered, approved, and withdrawn when it was paid': async ({ come, office }) => {
    const els = await office.first;
    const applicant = await come({ products: [be, resold('.brussels')] });
    await els.open(applicant);
    await els.asks({ 'products[1].document': 'Page 2 is missing.', 'organisation.website': 'It does not answer.' });
    const [, link] = await applicant.mail('(/a/[0-9a-f]{64})');
    await applicant.person.at(applicant.site + link);
    await applicant.follow('portal.information.title');
    await applicant.person.sees('Page 2 is missing.');
    await applicant.look('information');
    const newer = Buffer.concat([pdf, Buffer.from('\n')]);
    await applicant.page.setInputFiles('[name="products[1].document"]', { name: 'page 2.pdf', mimeType: 'application/pdf', buffer: newer });
    await applicant.person.fill({ 'organisation.website': 'javascript:nothing' });
    await applicant.press('do.information_answered');
    await applicant.sees('frame.problems');
    await applicant.sees('portal.has_document');
    await applicant.person.fill({ 'organisation.website': 'https://nieuw.example' });
    await applicant.press('do.information_answered');
    await applicant.sees('portal.done');
    const { sign_up } = JSON.parse(world.run(['show', applicant.reference, '--json']).out);
    assert.equal(sign_up.products[1].document, createHash('sha256').update(newer).digest('hex'));
    await (await office.second).approves(applicant);
    await applicant.comesTo('activation_due');
    await applicant.leaves('withdrawn', 'Another plan.');
    await applicant.comesTo('withdrawn');
    await applicant.waitsFor('portal.refund.sent');
    assert.equal(await applicant.page.locator('[aria-current=step]').count(), 0);
    assert.equal(await applicant.page.locator('.is-stopped').count(), 1);
    await applicant.look('withdrawn', { rare: true });
  },

  'rejected, appealed, and approved by somebody else': async ({ come, office }) => {
    const els = await office.first;
    const applicant = await come({ products: [be] });
    await els.open(applicant);
    await els.rejects('address', 'Nobody is there.');
    await applicant.comesTo('rejected');
    await applicant.person.sees('Nobody is there.');
    await applicant.sees('portal.status.appeal_due');
    await applicant.look('rejected', { rare: true });
    await applicant.leaves('appealed', 'We are, from nine to five.');
    await applicant.comesTo('in_review');
    await els.open(applicant);
    await els.does('held', { reason: 'We call the register.' });
    await applicant.comesTo('on_hold');
    await applicant.person.sees('We call the register.');
    assert.ok(!(await applicant.page.locator('main').innerText()).includes('Nobody is there.'));
    await els.does('resumed');
    assert.equal(await els.page.locator('a[href$="/do/approved"]').count(), 0);
    await (await office.second).approves(applicant);
    await applicant.comesTo('activation_due');
  },

  'withdrawn while it is in review': async ({ come }) => {
    const applicant = await come({ products: [be] });
    await applicant.leaves('withdrawn', 'We think it over.');
    await applicant.comesTo('withdrawn');
  },
};

const ways = languages.flatMap((language) => [true, false].map((scripts) => ({ language, scripts })));
const spread = [0, 3, 4, 1, 5, 2, 0, 4].map((at) => ways[at]);
const runs = Object.entries(walks).map(([name, walk], at) => ({ name, walk, ways: long ? ways : [spread[at]] }));

const world = new World();
const browser = new Browser();
const offices = {};
// In the short run an office is opened for each language alone, two of them with scripts.
const officeOf = (way) => {
  const how = long ? way : { ...way, scripts: way.language !== 'nl' };
  return (offices[wayName(how)] ??= new Office(how));
};
const wayName = ({ language, scripts }) => `${language}, ${scripts ? 'with' : 'without'} scripts`;

before(async () => {
  await Promise.all([world.start(['--test-clock']), browser.start()]);
  const file = join(world.folder, 'registrar-ids.csv');
  writeFileSync(file, registrars);
  const imported = world.run(['import', 'iana', file]);
  assert.equal(imported.status, 0, imported.err);
});
after(async () => {
  await browser.stop();
  await world.stop();
});

for (const { name, walk, ways: mine } of runs)
  for (const way of mine)
    test(`${name}: ${wayName(way)}`, { timeout: 1_400_000 }, async () => {
      const office = officeOf(way);
      const come = async (wants) => (await Applicant.come(world, browser, { ...way, organisation: `Łódź & Zonen ${name.length}`, ...wants })).signUp();
      try {
        await walk({ come, office, iana_id: ++lastId });
      } catch (error) {
        error.message += `\n${(await browser.screens()).join('\n\n')}`;
        throw error;
      }
    });
