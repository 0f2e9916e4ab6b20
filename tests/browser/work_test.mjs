// Staff at work: views of their own, applications handed to and fro, decisions with what they send,
// and the application's page with all that is known of it.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { pdf, signUp } from '../end_to_end/contract/papers.mjs';
import { ask, World } from '../end_to_end/contract/world.mjs';
import { Browser } from './browser.mjs';
import { download } from './downloads.mjs';
import { member as staffMember } from './staff_member.mjs';

const world = new World();
const browser = new Browser();
const member = (...who) => staffMember(world, browser, ...who);
let site;

before(async () => {
  await Promise.all([world.start(['--test-clock']), browser.start()]);
  world.token('website', 'apply');
  site = `http://127.0.0.1:${world.port}`;
});
after(async () => {
  await browser.stop();
  await world.stop();
});

async function apply(name, language = 'nl') {
  const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${world.tokens.website}` };
  const body = { ...signUp(), organisation: { ...signUp().organisation, name }, contract_language: language };
  return JSON.parse((await ask(world.port, 'POST', '/api/v1/applications', headers, JSON.stringify(body))).body).reference;
}
const show = (reference) => JSON.parse(world.run(['show', reference, '--json']).out);

test('the queue is cut into views, and handed out in one go', { timeout: 1_400_000 }, async () => {
  const references = [await apply('Eerste BV'), await apply('Tweede BV'), await apply('Derde BV')];
  const jan = await member('Jan', ['clerk']);
  const els = await member('Els', ['clerk', 'approver']);

  await jan.at(`${site}/console/queue?view=unassigned&product=.be`);
  await jan.page.locator('summary', { hasText: 'Saved views' }).click();
  await jan.fill({ name: 'New ones' });
  await jan.page.check('[name=shared]');
  await jan.press('Save this view');
  await jan.sees('Done.');
  await jan.page.locator('summary', { hasText: 'Saved views' }).click();
  await jan.look('work-queue');
  await jan.fill({ name: 'New ones' });
  await jan.press('Save this view');
  await jan.sees('Name: You have a view of this name already.');
  assert.equal(await jan.page.locator('[name=name]').getAttribute('aria-invalid'), 'true');
  assert.ok(await jan.page.locator('#name-error').isVisible());
  assert.equal(await jan.page.inputValue('[name=product]'), '.be'); // A refusal keeps what the queue shows.
  await els.at(`${site}/console/queue`);
  await els.follow('New ones');
  assert.match(els.page.url(), /view=unassigned&product=\.be$/);
  assert.equal(await els.page.getByRole('button', { name: 'Remove New ones' }).count(), 0);

  await jan.at(`${site}/console/queue?view=unassigned`);
  await jan.page.selectOption('[name=to]', { label: 'Els' });
  await jan.press('See what that does');
  await jan.sees('Choose at least one application');
  await jan.at(`${site}/console/queue?view=unassigned`);
  for (const reference of references.slice(0, 2)) await jan.page.check(`[name=reference][value="${reference}"]`);
  await jan.page.selectOption('[name=to]', { label: 'Els' });
  await jan.press('See what that does');
  await jan.sees('Give 2 applications to Els');
  await jan.sees('comes from the pool');
  await jan.look('work-assign');
  await jan.press('Assign');
  await jan.sees('Done.');
  await els.at(`${site}/console/queue?view=mine`);
  for (const name of ['Eerste BV', 'Tweede BV']) await els.sees(name);

  // Handed on with a note, and given back; whoever is slower is told who was quicker.
  await els.follow('Eerste BV');
  await els.page.locator('summary', { hasText: 'Give it to somebody' }).click();
  await els.page.selectOption('[name=to]', { label: 'Jan' });
  await els.page.locator('#assign-note').fill('They wait for a call.');
  await els.press('Assign');
  await els.sees('Assigned to: Jan');
  await jan.at(`${site}/console/applications/${references[0]}`);
  await jan.fill({ note: 'Called; they are ready.' });
  await jan.press('Give it back to the pool');
  await jan.sees('Assigned to: nobody');
});

test('what an action sends is read before it is sent, in its reader’s language', { timeout: 1_400_000 }, async () => {
  const reference = await apply('Vierde BV');
  const page = `${site}/console/applications/${reference}`;
  const eva = await member('Eva', ['clerk', 'approver']);
  await eva.at(`${page}/do/information_requested`);
  await eva.page.selectOption('[name=item_field0]', 'organisation.website');
  await eva.fill({ item_text0: 'De site antwoordt niet.' });
  await eva.press('Show what it sends');
  await eva.page.locator('summary', { hasText: 'Mail, as its reader gets it' }).click();
  await eva.sees('De site antwoordt niet.');
  assert.equal(await eva.page.locator('pre').first().getAttribute('lang'), 'nl');
  assert.equal(await eva.page.inputValue('[name=item_text0]'), 'De site antwoordt niet.');
  await eva.look('work-preview');
  assert.equal(show(reference).state, 'in_review');

  // A hold can be undone at once.
  await eva.at(`${page}/do/held`);
  await eva.fill({ reason: 'We ask a lawyer.' });
  await eva.press('Put on hold');
  await eva.follow('Undo: Resume');
  await eva.press('Resume');
  assert.equal(show(reference).state, 'in_review');

  // The sentence of the code, in the applicant's language, and what was typed.
  await eva.at(`${page}/do/rejected`);
  await eva.press('Reject the sign-up');
  await eva.sees('There is a problem');
  await eva.page.selectOption('[name=code]', 'duplicate');
  await eva.fill({ reason: 'Zie A-2026-000001.' });
  await eva.look('work-reject');
  await eva.press('Reject the sign-up');
  await eva.sees('Rejected');
  assert.match(show(reference).rejection, /^Uw organisatie is al registrar.* Zie A-2026-000001\.$/);
});

test('an application’s page tells what happened, filtered, with its way in the picture', { timeout: 1_400_000 }, async () => {
  const reference = await apply('Vijfde BV', 'en');
  const page = `${site}/console/applications/${reference}`;
  const ida = await member('Ida', ['clerk']);
  const mia = await member('Mia', ['approver']);
  await ida.at(page);
  await ida.fill({ text: 'They are 12.\nAs of today.' });
  await ida.press('Add the note');
  await ida.page.locator('summary', { hasText: 'Replace this note' }).click();
  await ida.page.locator('textarea[id^=note-]').fill('They are 13.');
  await ida.page.getByRole('button', { name: 'Replace this note' }).click();
  await ida.sees('They are 13.');
  await ida.sees('superseded');

  await mia.at(`${page}/decision`);
  await mia.sees('Decision sheet');
  await mia.sees('Send the contract for signature');
  await mia.look('work-decision');
  await mia.follow('Approve the sign-up');
  await mia.press('Approve the sign-up');
  for (const end = Date.now() + 90_000; !['activation_due', 'profile_open'].includes(show(reference).state); )
    assert.ok(Date.now() < end, show(reference).state);
  await mia.at(`${page}?lines=staff`);
  const lines = await mia.page.locator('ol.timeline').innerText();
  assert.match(lines, /Mia/);
  assert.doesNotMatch(lines, /[Ss]igned/);
  await mia.sees('Structured message');
  await mia.sees('Received');
  await mia.page.locator('summary', { hasText: 'The whole workflow' }).click();
  assert.ok((await mia.page.locator('.diagram .edge.taken').count()) >= 3);
  assert.equal(await mia.page.locator('.diagram .node.current').count(), 1);
  await mia.look('work-case');
});

test('a clerk corrects a sign-up, and sees first what follows from it', { timeout: 1_400_000 }, async () => {
  const reference = await apply('Zesde BV');
  const page = `${site}/console/applications/${reference}`;
  const uma = await member('Uma', ['clerk', 'approver']);
  await uma.at(page);
  await uma.follow('Correct the sign-up');
  await uma.look('work-correct');
  await uma.press('See what follows');
  await uma.sees('Nothing: the form says what is there already.');
  await uma.fill({ 'organisation.address.postal_code': '30' });
  await uma.press('See what follows');
  await uma.sees('There is a problem');
  await uma.look('work-correct-wrong');
  await uma.fill({ 'organisation.address.postal_code': '3000', 'organisation.name': 'Zesde & Zn BV' });
  await uma.press('See what follows');
  assert.match(await uma.page.locator('section.turn').innerText(), /3001 → 3000/);
  await uma.look('work-correct-weighed');
  assert.equal(show(reference).sign_up.organisation.name, 'Zesde BV');

  // What is pressed is what was weighed: another value is weighed anew.
  await uma.fill({ 'organisation.name': 'Zesde & Zonen BV' });
  await uma.press('Save the correction');
  await uma.sees('Zesde BV → Zesde & Zonen BV');
  // Somebody else was quicker: nothing that was typed is lost.
  world.run(['send', reference, 'held', '--data', '{"reason":"A call."}']);
  world.run(['send', reference, 'resumed']);
  await uma.press('Save the correction');
  await uma.sees('There is a problem');
  assert.equal(await uma.page.inputValue('[name="organisation.name"]'), 'Zesde & Zonen BV');
  await uma.press('See what follows');
  await uma.press('Save the correction');
  await uma.sees('Done.');
  const { organisation } = show(reference).sign_up;
  assert.deepEqual([organisation.name, organisation.address.postal_code], ['Zesde & Zonen BV', '3000']);
  // Who has edited it does not approve it.
  await uma.sees('Whoever took in or last edited this sign-up may not approve it');
});

test('lists and dossiers leave the house as files, and their readings are noted', { timeout: 1_400_000 }, async () => {
  const reference = await apply('=HYPERLINK("https://evil.example","Zevende")');
  const ria = await member('Ria', ['clerk']);
  await ria.at(`${site}/console/queue?view=open`);
  const list = (await download(ria, () => ria.follow('This view as a CSV file'))).toString();
  assert.match(list, /^\uFEFF"Reference","Organisation",/);
  assert.ok(list.includes(`"${reference}","'=HYPERLINK(""https://evil.example"",""Zevende"")"`), list);
  for (const line of list.trimEnd().split('\r\n').slice(1)) assert.match(line, /^"A-\d{4}-\d{6}",/);

  await ria.at(`${site}/console/applications/${reference}`);
  await ria.follow('Take the applicant’s data out');
  await ria.look('work-export');
  const data = JSON.parse(await download(ria, () => ria.press('Save the file')));
  assert.equal(data.reference, reference);
  assert.equal(data.sign_up.representative.email, signUp().representative.email);
  assert.equal(data.journal[0].event, 'submitted');

  // Not without a phone key of the last minutes.
  await ask(world.port, 'POST', '/test/clock', { 'Content-Type': 'application/json' }, JSON.stringify({ advance: 'PT6M' }));
  await ria.at(`${site}/console/applications/${reference}/export`);
  await ria.press('Save the file');
  await ria.sees('There is a problem');

  const abe = await member('Abe', ['administrator']);
  await abe.at(`${site}/console/readings?of=${reference}`);
  await abe.sees('export');
});

test('what a person has to look at, and the words that were said, are on the application’s page', { timeout: 1_400_000 }, async () => {
  const reference = await apply('Achtste BV');
  const page = `${site}/console/applications/${reference}`;
  const pia = await member('Pia', ['approver']);
  const send = (event, data, ...as) => {
    const sent = world.run(['send', reference, event, '--data', JSON.stringify(data), ...as]);
    assert.equal(sent.status, 0, `${event}: ${sent.err}`);
  };
  send('information_requested', { items: [{ field: 'organisation.website', text: 'It does not answer.' }] });
  await pia.at(page);
  await pia.sees('Asked for – Website');
  await pia.sees('It does not answer.');
  send('information_answered', { sign_up: { ...show(reference).sign_up } }, '--role', 'applicant');
  await pia.at(page);
  await pia.sees('Answered – Website');
  send('rejected', { reason: 'Not on the list.' }, '--by', 'mia', '--role', 'approver');
  send('appealed', { reason: 'We are on it since May.' });
  const tasks = pia.page.locator('ul.open-tasks');
  for (const end = Date.now() + 60_000; ; ) {
    await pia.at(page);
    if (await tasks.count()) break;
    assert.ok(Date.now() < end, 'the task does not come');
  }
  assert.match(await tasks.innerText(), /The applicant appeals[^]*since today[^]*We are on it since May\./);
  const timeline = await pia.page.locator('ol.timeline').innerText();
  for (const words of ['Not on the list.', 'We are on it since May.', 'It does not answer.']) assert.ok(timeline.includes(words), words);
  await pia.sees('The applicant’s appeal');
  await pia.look('work-case-words');

  // The mail that asked, as its reader got it, in the reader's language.
  const mails = pia.page.locator('a[href*="/mails/"]');
  for (const end = Date.now() + 60_000; (await mails.count()) < 2; await pia.at(page)) assert.ok(Date.now() < end, 'the mails do not come');
  await mails.filter({ hasText: /nog iets van u nodig/ }).first().click();
  const words = pia.page.locator('pre[lang=nl]');
  assert.match(await words.innerText(), /It does not answer\./);
  assert.doesNotMatch(await words.innerText(), /\/a\/[0-9a-f]{64}/);
  await pia.look('work-sent-mail');
  await pia.at(`${page}/mails/1/99`, { status: 404 });
  await pia.sees('There is no such mail');

  const fin = await member('Fin', ['finance']);
  await fin.at(`${site}/console/tasks`);
  assert.equal(await fin.page.locator('form[action$="/done"]').count(), 0);
  await pia.at(site + '/console');
  await pia.page.locator('ul.tiles').getByRole('link', { name: /Tasks/ }).click();
  await pia.page.locator('table').getByRole('link', { name: /The applicant appeals/ }).click();
  assert.match(pia.page.url(), /queue=review&kind=appeal/);
  await pia.look('work-tasks');
  const close = pia.page.getByRole('button', { name: /^Done/ });
  await close.click();
  await pia.sees('There is a problem');
  await pia.look('work-tasks-wrong');
  await pia.page.locator('[name=what_was_done]').fill('Looked at the list, and it is so.');
  await close.click();
  await pia.sees('Done.');
  await pia.at(page);
  assert.equal(await tasks.count(), 0);
});

test('the start page shows today’s work and its figures, as each language writes them', { timeout: 1_400_000 }, async () => {
  const ninth = await apply('Negende BV');
  await ask(world.port, 'POST', '/test/clock', { 'Content-Type': 'application/json' }, JSON.stringify({ advance: 'P1D' }));
  const sent = world.run(['send', ninth, 'approved', '--role', 'approver', '--by', 'approver']);
  assert.equal(sent.status, 0, sent.err); // It has left a step: there are lead times to draw.
  const nel = await member('Nel', ['clerk'], { language: 'nl' });
  await nel.at(`${site}/console`);
  await nel.sees('Het werk van vandaag');
  const open = nel.page.locator('ul.tiles a', { hasText: 'Alle open' });
  assert.ok(Number(await open.locator('.figure').innerText()) > 0);
  const charts = await nel.page.locator('svg.bars').allInnerTexts();
  assert.equal(charts.length, 5);
  assert.ok(charts.every((each) => /\p{L}/u.test(each)), charts.join('|')); // Each bar has its name.
  assert.match(await nel.page.locator('table').last().innerText(), /\d+ (januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december) \d{4}/);
  for (const bar of await nel.page.locator('svg.bars rect').evaluateAll((all) => all.map((each) => Number(each.getAttribute('width'))))) assert.ok(bar > 0);
  await nel.look('work-start');
  await open.click();
  assert.match(nel.page.url(), /view=open/);
});

test('everything can be asked for, by a name of its own, and a PDF is shown and saved', { timeout: 1_400_000 }, async () => {
  const document = JSON.parse((await ask(world.port, 'POST', '/api/v1/documents', { 'Content-Type': 'application/pdf', Authorization: `Bearer ${world.tokens.website}` }, pdf)).body).id;
  const products = ['.brussels', '.vlaanderen'].map((name) => ({ name, role: 'reseller', iana_id: 292, document }));
  const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${world.tokens.website}` };
  const { reference } = JSON.parse((await ask(world.port, 'POST', '/api/v1/applications', headers, JSON.stringify({ ...signUp(), products, current_account: '100042', prepayment: null }))).body);
  const page = `${site}/console/applications/${reference}`;
  const oda = await member('Oda', ['clerk', 'approver']);
  await oda.at(`${page}/do/information_requested`);
  const choices = await oda.page.locator('[name=item_field0] option').allInnerTexts();
  assert.equal(new Set(choices).size, choices.length, choices.join('|'));
  for (const wanted of ['Accreditation or contract (PDF), .vlaanderen', 'IANA ID, .brussels', 'Prepayment amount', 'Current account with the registry', 'State or province']) assert.ok(choices.includes(wanted), `${wanted}: ${choices.join('|')}`);

  await oda.at(page);
  await oda.sees('Standing order');
  const saved = await download(oda, () => oda.page.getByRole('link', { name: /^Download: Accreditation or contract for \.brussels/ }).click());
  assert.deepEqual(saved, pdf);
  await oda.page.locator('summary', { hasText: 'The whole workflow' }).click();
  assert.ok(await oda.page.evaluate(() => document.querySelector('.diagram svg').getBoundingClientRect().width > document.querySelector('.diagram').clientWidth));
});
