// What somebody with bad intent tries at the pages: words that are code, forms from elsewhere,
// sessions and links of others, roles that are not theirs, files that are not what they say.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { pdf, signUp } from '../end_to_end/contract/papers.mjs';
import { ask, World } from '../end_to_end/contract/world.mjs';
import { Browser } from './browser.mjs';
import { member as staffMember, password } from './staff_member.mjs';
import { Applicant } from './walkers.mjs';
import { say } from './words.mjs';

const world = new World();
const browser = new Browser();
const staff = {};
let site;

const roles = ['clerk', 'approver', 'finance', 'auditor', 'administrator'];
const member = (name, role) => staffMember(world, browser, name, [role], role === 'auditor' ? { until: '2030-01-31' } : {});

before(async () => {
  await Promise.all([world.start(['--test-clock']), browser.start()]);
  world.token('website', 'apply');
  site = `http://127.0.0.1:${world.port}`;
  for (const role of roles) staff[role] = await member(`Some ${role}`.replace(' ', ''), role);
});
after(async () => {
  await browser.stop();
  await world.stop();
});

const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
const json = { 'Content-Type': 'application/json' };
const show = (reference) => JSON.parse(world.run(['show', reference, '--json']).out);
async function apply(change = {}) {
  const answer = await ask(world.port, 'POST', '/api/v1/applications', { ...json, Authorization: `Bearer ${world.tokens.website}` }, JSON.stringify({ ...signUp(), ...change }));
  assert.equal(answer.status, 201, String(answer.body));
  return JSON.parse(answer.body).reference;
}
async function cookieOf(person, name) {
  const found = (await person.page.context().cookies()).find((cookie) => cookie.name === name);
  return found && `${name}=${found.value}`;
}
const staffCookie = (person) => cookieOf(person, 'doorstep_staff');
// The token that this member's forms carry.
async function csrfOf(person) {
  const page = await ask(world.port, 'GET', '/console/me', { Cookie: await staffCookie(person) });
  return /name="csrf" value="([0-9a-f]+)"/.exec(String(page.body))[1];
}
// With scripts on: nothing of what was typed has become a part of the page.
async function isOnlyText(person, address) {
  await person.page.goto(address);
  const found = await person.page.evaluate(() => ({
    ran: window.hit !== undefined,
    made: document.querySelectorAll('img, script:not([src]), svg[onload], a[href^="javascript:"], [onclick], b.hit').length,
  }));
  assert.deepEqual(found, { ran: false, made: 0 }, address);
  assert.deepEqual(person.reports, [], address);
}

const evil = (name) => `${name} <img src=x onerror="window.hit=1"><b class="hit"><script>window.hit=1</script>'">{{csrf}}{{{csrf}}}`;
const short = (name) => `${name}<b class="hit">'"{{csrf}}`;

test('what is typed is text on every page that shows it', { timeout: 1_400_000 }, async () => {
  const { organisation, representative } = signUp();
  const address = { ...organisation.address, street: short('Street'), city: short('City'), state: short('State') };
  const reference = await apply({
    organisation: { ...organisation, name: evil('Zonen'), address },
    representative: { ...representative, first_name: short('An'), last_name: short('Peeters') },
    contract_language: 'en',
  });
  const { clerk, approver, auditor, administrator } = staff;
  const at = `${site}/console/applications/${reference}`;
  await clerk.at(at);
  await clerk.fill({ text: evil('Note') });
  await clerk.press('Add the note');
  await clerk.at(`${at}/do/held`);
  await clerk.fill({ reason: evil('Hold') });
  await clerk.press('Put on hold');
  await isOnlyText(clerk, at);
  await clerk.at(`${at}/do/resumed`);
  await clerk.press('Resume');
  await clerk.at(`${at}/do/information_requested`);
  await clerk.page.selectOption('[name=item_field0]', 'organisation.website');
  await clerk.fill({ item_text0: evil('Item') });
  await clerk.press('Show what it sends');
  await clerk.sees('<script>window.hit=1</script>');
  await clerk.press('Ask for information');
  await clerk.at(`${site}/console/queue?q=Zonen`);
  await clerk.page.locator('summary', { hasText: 'Saved views' }).click();
  await clerk.fill({ name: short('View') });
  await clerk.page.check('[name=shared]');
  await clerk.press('Save this view');

  world.dovecot.deliver(`Return-Path: <an@voorbeeld.example>\r\nFrom: "<img src=x onerror=window.hit=1>" <an@voorbeeld.example>\r\nTo: onboarding@registry.example\r\nMessage-ID: <evil@voorbeeld.example>\r\nSubject: <script>window.hit=1</script><img src=x>\r\n\r\n${evil('Organisation:')}\r\n</pre><img src=x onerror=window.hit=1>`);
  const mailed = clerk.page.getByRole('link', { name: '<script>' });
  for (const end = Date.now() + 60_000; ; await sleep(200)) {
    await clerk.page.goto(`${site}/console/intake?view=unclear`);
    if (await mailed.count()) break;
    assert.ok(Date.now() < end, 'the mail does not come');
  }
  await isOnlyText(clerk, clerk.page.url());
  await mailed.first().click();
  await isOnlyText(clerk, clerk.page.url());

  await administrator.at(`${site}/console/staff`);
  await administrator.fill({ name: evil('Tim').slice(0, 90), email: 'tim@registry.example' });
  await administrator.page.check('[name=role][value=clerk]');
  await administrator.press('Send an invitation');

  const [, link] = await world.mailed(new RegExp(`(?=[^]*${reference})[^]*?(/a/[0-9a-f]{64})`));
  const applicant = await browser.person();
  for (const path of [link, `${link}/information`, `${link}/withdraw`]) await isOnlyText(applicant, site + path);
  await applicant.page.goto(`${site}${link}/information`);
  await applicant.sees('<script>window.hit=1</script>');
  await applicant.fill({ 'organisation.website': 'javascript:window.hit=1' });
  await applicant.press('Send the answer');
  await applicant.sees('There is a problem');
  await isOnlyText(applicant, applicant.page.url());

  for (const path of ['', '/decision', '/do/withdrawn', '?lines=staff']) await isOnlyText(approver, at + path);
  for (const path of ['/console/queue?view=open', '/console/queue?q=%3Cscript%3Ewindow.hit=1%3C/script%3E', '/console/figures', '/console/parked'])
    await isOnlyText(approver, site + path);
  for (const path of ['/console/readings', '/console/staff', '/console/staff/log', '/console/readings?who=%3Cimg%20src=x%3E&of=%22%3E%3Cb%20class=hit%3E']) {
    await isOnlyText(administrator, site + path);
    await isOnlyText(auditor, site + path);
  }
  for (const path of ['/?product=%3Cscript%3E', '/a/%3Cscript%3Ewindow.hit=1%3C/script%3E', '/login?activated=%3Cb%20class=hit%3E'])
    await isOnlyText(applicant, site + path);
});

// Every form of the console, and who may send it.
const forms = {
  clerk: ['/console/intake/1/confirm', '/console/intake/1/dismiss', '/console/intake/1/attach', '/console/post/L-1/printed', '/console/post/L-1/posted', '/console/post/L-1/returned'],
  'clerk approver finance': ['REFERENCE/do/approved', 'REFERENCE/notes', 'REFERENCE/claim', 'REFERENCE/give-back', 'REFERENCE/assign', '/console/queue/assign'],
  'clerk approver finance auditor': ['/console/queue.csv', '/console/views', '/console/views/1/remove'],
  finance: ['/console/finance/statements', '/console/finance/movements/1/book', '/console/finance/movements/1/confirm', '/console/finance/movements/1/set-aside', '/console/finance/refunds/1/sent'],
  administrator: ['/console/staff', '/console/staff/change', '/console/staff/1', '/console/tokens', '/console/tokens/withdraw', '/console/calendar', '/console/adapters', '/console/rules/subject/catalogue/edit', '/console/rules/versions/1/approve', '/console/rules/versions/1/withdraw'],
  'clerk approver finance auditor administrator': ['/console/me/password', '/console/me/phone', '/console/me/keys', '/console/tasks/1/done', '/console/reports/file', '/console/logout', '/console/parked/1'],
};

test('a form is taken from its own page alone, and from whom it is for', { timeout: 1_400_000 }, async () => {
  const reference = await apply();
  const before = show(reference);
  const sessions = {};
  for (const role of roles) sessions[role] = { Cookie: await staffCookie(staff[role]), csrf: await csrfOf(staff[role]) };
  for (const [allowed, paths] of Object.entries(forms))
    for (const path of paths.map((each) => each.replace('REFERENCE', `/console/applications/${reference}`))) {
      assert.equal((await ask(world.port, 'POST', path, form, 'reason=x')).headers.location, '/console/login', path);
      const [first] = allowed.split(' ');
      const other = roles.find((role) => role !== first);
      const mine = { ...form, Cookie: sessions[first].Cookie };
      for (const [extra, csrf] of [[{}, ''], [{}, '0'.repeat(64)], [{}, sessions[other].csrf], [{ Origin: 'https://evil.example' }, sessions[first].csrf],
        [{ Origin: 'null' }, sessions[first].csrf], [{ 'Sec-Fetch-Site': 'cross-site' }, sessions[first].csrf], [{ 'Sec-Fetch-Site': 'same-site' }, sessions[first].csrf],
        [{ 'Content-Type': 'text/plain' }, sessions[first].csrf], [{ 'Content-Type': 'application/json' }, sessions[first].csrf]])
        assert.equal((await ask(world.port, 'POST', path, { ...mine, ...extra }, `reason=x&csrf=${csrf}`)).status, 400, `${path} ${JSON.stringify(extra)}`);
      for (const role of roles.filter((each) => !allowed.includes(each)))
        assert.equal((await ask(world.port, 'POST', path, { ...form, Cookie: sessions[role].Cookie }, `reason=x&csrf=${sessions[role].csrf}`)).status, 403, `${path} as ${role}`);
    }
  // Whose form it is, but not whose decision.
  for (const [role, event, data] of [['clerk', 'approved', ''], ['clerk', 'rejected', '&code=other&reason=x'], ['finance', 'approved', ''], ['finance', 'information_requested', '&item_field0=organisation.website&item_text0=x'],
    ['approver', 'payment_received', '&amount=3025.00&payment=x&reason=x'], ['clerk', 'payment_received', '&amount=3025.00&payment=x&reason=x'], ['approver', 'activated', ''], ['clerk', 'submitted', '']]) {
    const answer = await ask(world.port, 'POST', `/console/applications/${reference}/do/${event}`, { ...form, Cookie: sessions[role].Cookie }, `csrf=${sessions[role].csrf}&version=${before.version}${data}`);
    assert.ok([403, 404, 422].includes(answer.status), `${event} as ${role}: ${answer.status}`);
  }
  const now = show(reference);
  assert.deepEqual([now.state, now.invoice], [before.state, before.invoice]);
});

test('an applicant’s forms are taken from its own pages alone, and its link shows nobody else’s', { timeout: 1_400_000 }, async () => {
  const mine = await (await Applicant.come(world, browser, { language: 'en', organisation: 'Mine BV', products: [{ name: '.be', role: 'direct' }] })).signUp();
  const draft = await Applicant.come(world, browser, { language: 'en', organisation: 'Draft BV', products: [{ name: '.be', role: 'direct' }] });
  await draft.begin();
  const sections = ['products', 'organisation', 'address', 'representative', 'agreement', 'submit'].map((name) => `${new URL(draft.link).pathname}/${name}`);
  const others = ['withdraw', 'appeal', 'information', 'profile'].map((name) => `${new URL(mine.link).pathname}/${name}`);
  for (const path of ['/begin', '/activate', '/login', '/login/phone', '/logout', ...sections, ...others])
    for (const extra of [{ Origin: 'https://evil.example' }, { Origin: 'null' }, { 'Sec-Fetch-Site': 'cross-site' }, { 'Sec-Fetch-Site': 'same-site' }]) {
      const answer = await ask(world.port, 'POST', path, { ...form, ...extra }, 'reason=x&product=.be');
      assert.equal(answer.status, 400, `${path} ${JSON.stringify(extra)}`);
    }
  assert.equal(show(mine.reference).state, 'in_review');

  const link = new URL(mine.link).pathname;
  const changed = link.slice(0, -1) + (link.endsWith('0') ? '1' : '0');
  for (const path of [changed, `${changed}/data.json`, `${link.toUpperCase()}`, `${link}/contract/.be/signed`, `${link}/contract/..%2f..%2fetc/passwd`, `${link}/invoice.pdf`, `/a/${mine.reference}`, `/a/${mine.reference}/data.json`])
    assert.equal((await ask(world.port, 'GET', path)).status, 404, path);
  assert.equal((await ask(world.port, 'POST', `${changed}/withdraw`, form, 'reason=x')).status, 404);
  const own = String((await ask(world.port, 'GET', new URL(draft.link).pathname)).body);
  assert.ok(!own.includes(mine.reference) && !own.includes('Mine BV'));
  // Staff's doors are shut for applicants, and the other way round.
  for (const path of ['/console/queue', `/console/applications/${mine.reference}`, '/console/documents/00', '/console/finance'])
    assert.equal((await ask(world.port, 'GET', path, { Cookie: 'doorstep_registrar=dsr_0' })).headers.location, '/console/login', path);
  assert.equal((await ask(world.port, 'GET', '/account', { Cookie: await staffCookie(staff.clerk) })).headers.location, '/login');
});

test('no page lets itself be framed, kept or run by others', async () => {
  const cookie = await staffCookie(staff.clerk);
  const reference = await apply();
  const [, link] = await world.mailed(new RegExp(`(?=[^]*${reference})[^]*?(/a/[0-9a-f]{64})`));
  for (const path of ['/', '/login', '/activate', '/a/00', link, `${link}/withdraw`, '/nothing', '/console/login', '/console/queue', '/console/staff', `/console/applications/${reference}`, '/console/applications/A-1999-000001', '/console/me']) {
    const { headers } = await ask(world.port, 'GET', path, { Cookie: cookie });
    assert.equal(headers['x-content-type-options'], 'nosniff', path);
    if (!/^text\/html/.test(headers['content-type'] ?? '')) continue;
    assert.equal(headers['x-frame-options'], 'DENY', path);
    assert.match(headers['content-security-policy'], /default-src 'none'.*frame-ancestors 'none'/, path);
    assert.doesNotMatch(headers['content-security-policy'], /unsafe|\*|https?:/, path);
    assert.equal(headers['cache-control'], 'no-store', path);
    assert.equal(headers['referrer-policy'], 'same-origin', path);
  }
  // All that says where a form is from in browsers, or at addresses, without Sec-Fetch-Site.
  const person = await browser.person();
  await person.at(`${site}${link}/withdraw`);
  const [sent] = await Promise.all([person.page.waitForRequest((request) => request.method() === 'POST'), person.press(say('en', 'do.withdrawn'))]);
  assert.equal(await sent.headerValue('origin'), site);
});

test('a session that somebody chose beforehand is not the one that is logged in', { timeout: 1_400_000 }, async () => {
  const { email, key } = staff.clerk;
  const person = await browser.person();
  const context = person.page.context();
  await context.addCookies([{ name: 'doorstep_staff', value: 'dst_chosen-by-somebody-else', domain: '127.0.0.1', path: '/' }]);
  await person.at(`${site}/console/login`);
  await person.fill({ email, password, phone_key: await key() });
  await person.press('Log in');
  const open = await staffCookie(person);
  assert.ok(open && !open.includes('chosen'));
  assert.equal((await ask(world.port, 'GET', '/console/queue', { Cookie: open })).status, 200);
  assert.equal((await ask(world.port, 'GET', '/console/queue', { Cookie: 'doorstep_staff=dst_chosen-by-somebody-else' })).status, 303);
  await person.press('Log out');
  assert.equal((await ask(world.port, 'GET', '/console/queue', { Cookie: open })).status, 303);
});

// A PDF to whoever reads PDFs, and a page with a script to whoever believes that it is HTML.
function polyglot() {
  const objects = ['1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n', '2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n', '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>>>endobj\n'];
  let text = '%PDF-1.4\n%<html><body><script>window.hit=1</script><img src=x onerror="window.hit=1">\n';
  let table = 'xref\n0 4\n0000000000 65535 f \n';
  for (const object of objects) {
    table += `${String(text.length).padStart(10, '0')} 00000 n \n`;
    text += object;
  }
  return Buffer.from(`${text}${table}trailer<</Size 4/Root 1 0 R>>\nstartxref\n${text.length}\n%%EOF\n`);
}

test('an uploaded file is a PDF and is handed out as one, whatever it is called', { timeout: 1_400_000 }, async () => {
  const applicant = await Applicant.come(world, browser, { language: 'en', organisation: 'Papers NV', products: [{ name: '.brussels', role: 'reseller', iana_id: 292 }], account: '100042' });
  const { person, page } = applicant;
  await applicant.begin();
  const at = `${applicant.link}/products`;
  const send = async (name, buffer) => {
    await page.goto(at);
    await person.fill({ 'iana_id.brussels': '292' });
    await page.setInputFiles('[name="document.brussels"]', typeof buffer === 'string' ? buffer : { name, mimeType: 'application/pdf', buffer });
    await applicant.press('portal.save');
  };
  const huge = join(world.folder, 'huge.pdf');
  writeFileSync(huge, Buffer.concat([pdf.subarray(0, 9), Buffer.alloc(10 * 1024 * 1024, 0x20), pdf.subarray(9)]));
  const cut = (key) => say('en', key).split('{')[0];
  const html = Buffer.from('<!DOCTYPE html><script>window.hit=1</script>');
  await send('page.pdf', html);
  await person.sees(cut('field.upload_no_pdf'));
  await send('both.pdf', Buffer.concat([html, pdf])); // HTML first, a PDF behind it.
  await person.sees(cut('field.upload_no_pdf'));
  await send('page.svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="window.hit=1"/>'));
  await person.sees(cut('field.upload_no_pdf'));
  await send('half.pdf', pdf.subarray(0, 60));
  await person.sees(cut('field.pdf_incomplete'));
  await send('hollow.pdf', Buffer.from('%PDF-1.4\nnothing\nstartxref\n9\n%%EOF\n'));
  await person.sees(cut('field.pdf_broken'));
  await send('huge.pdf', huge);
  await person.sees(cut('field.upload_too_large'));
  const endless = { 'Content-Type': 'multipart/form-data; boundary=x', 'Content-Length': String(100 * 1024 * 1024) };
  assert.equal((await ask(world.port, 'POST', new URL(at).pathname, endless, 'x').catch(() => ({ status: 413 }))).status, 413);
  await send('../../../../etc/"passwd<b class=hit>.pdf', polyglot());
  assert.deepEqual(person.reports, []);
  assert.match(page.url(), /\/organisation$/);

  await page.goto(applicant.link);
  await applicant.fillIn();
  await page.goto(at);
  await isOnlyText(person, at);
  await send('../../../../etc/"passwd<b class=hit>.pdf', polyglot());
  await page.goto(`${applicant.link}/check`);
  await applicant.sendIn();

  const { clerk } = staff;
  await clerk.at(`${site}/console/applications/${applicant.reference}`);
  const href = await clerk.page.locator('a[href*="/console/documents/"]').first().getAttribute('href');
  const { status, headers, body } = await ask(world.port, 'GET', href, { Cookie: await staffCookie(clerk) });
  assert.equal(status, 200);
  assert.deepEqual(body, polyglot());
  assert.equal(headers['content-type'], 'application/pdf');
  assert.equal(headers['x-content-type-options'], 'nosniff');
  assert.equal(headers['content-disposition'], 'inline; filename="document.pdf"');
  assert.match(headers['content-security-policy'], /sandbox/);
  assert.equal((await ask(world.port, 'GET', `${href}&save=1`, { Cookie: await staffCookie(clerk) })).headers['content-disposition'], `attachment; filename="document-${href.split('/').pop().slice(0, 8)}.pdf"`);
  // Of no application, of nobody, and out of its folder.
  assert.equal((await ask(world.port, 'GET', href)).headers.location, '/console/login');
  assert.equal((await ask(world.port, 'GET', href, { Cookie: await staffCookie(staff.administrator) })).status, 403);
  for (const path of ['/console/documents/..%2f..%2fetc%2fpasswd', `/console/documents/${'0'.repeat(64)}`])
    assert.equal((await ask(world.port, 'GET', path, { Cookie: await staffCookie(clerk) })).status, 404, path);
});
