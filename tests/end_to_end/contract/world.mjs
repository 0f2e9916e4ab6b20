// A running Doorstep with its neighbours, as a test starts and stops it: the real binary, a private
// PostgreSQL, the simulators, a mail server.  Ends only what it has started.

import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { request as send } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { Dovecot } from './dovecot.mjs';

const doorstep = process.env.DOORSTEP_BIN;
const simulators = process.env.DOORSTEP_SIMULATORS;
const source = process.env.DOORSTEP_SOURCE;
const apiKey = 'contract-api-key';
export const webhookSecret = 'whsec_Y29udHJhY3QtY29udHJhY3QtY29udHJhY3QtY29udHJhY3Q=';

// A program that says on its first line where it listens.
export class Child {
  said = '';
  constructor(command, args, env = {}) {
    this.process = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    this.process.stderr.on('data', (part) => (this.said += part));
    this.ended = new Promise((resolve) => this.process.on('close', resolve));
  }
  async port() {
    let line = '';
    await new Promise((resolve) => {
      this.process.on('close', resolve);
      this.process.stdout.on('data', (part) => {
        line += part;
        if (line.includes('\n')) resolve();
      });
    });
    const port = /:(\d+)\s/.exec(line);
    if (!port) throw new Error(`${this.process.spawnfile} does not listen: ${line}${this.said}`);
    return Number(port[1]);
  }
  async stop() {
    this.process.kill('SIGTERM');
    await this.ended;
  }
}

// One request on a connection of its own, written as it is told: no redirect is followed, nothing
// is added but Host and Connection.  `body` may be bytes; without a Content-Length it is chunked.
export function ask(port, method, path, headers = {}, body = undefined) {
  return new Promise((resolve, reject) => {
    const bytes = body === undefined ? undefined : Buffer.from(body);
    const length = bytes && !headers['Transfer-Encoding'] && !headers['Content-Length'] ? { 'Content-Length': bytes.length } : {};
    const request = send({ host: '127.0.0.1', port, method, path, headers: { ...headers, ...length }, agent: false }, (response) => {
      const parts = [];
      response.on('data', (part) => parts.push(part));
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(parts) }));
      response.on('error', reject);
    });
    request.setTimeout(30_000, () => request.destroy(new Error(`no answer to ${method} ${path}`)));
    request.on('error', reject);
    if (headers.Expect) request.flushHeaders();
    else request.end(bytes);
  });
}

export class World {
  children = [];
  tokens = {};

  async start(flags = [], settings = {}, listen = '127.0.0.1:0') {
    this.folder = mkdtempSync(join(tmpdir(), 'doorstep-contract-'));
    chmodSync(this.folder, 0o711); // Started by root, PostgreSQL runs as another user.
    this.data = join(this.folder, 'data');
    const env = { ...settings };
    this.urls = {};
    for (const name of ['esign', 'payments', 'registry']) {
      const child = this.add(new Child(join(simulators, `${name}_simulator`), ['--port', '0', '--api-key', apiKey, '--auto', '--delay-ms', '50']));
      this.urls[name] = await child.port();
      env[`DOORSTEP_${name.toUpperCase()}_URL`] = `http://127.0.0.1:${this.urls[name]}`;
      env[`DOORSTEP_${name.toUpperCase()}_API_KEY`] = apiKey;
      env[`DOORSTEP_${name.toUpperCase()}_WEBHOOK_SECRET`] = webhookSecret;
    }
    const phones = this.add(new Child(join(simulators, 'sms_simulator'), ['--port', '0', '--api-key', apiKey]));
    this.phones = await phones.port();
    env.DOORSTEP_SMS_URL ??= `http://127.0.0.1:${this.phones}`;
    env.DOORSTEP_SMS_API_KEY = apiKey;
    this.mailbox = join(this.folder, 'mailbox');
    mkdirSync(this.mailbox);
    const sink = this.add(new Child('/usr/bin/python3', [join(source, 'examples/simulators/smtp_sink.py'), '--port', '0', '--folder', this.mailbox]));
    env.DOORSTEP_SMTP_URL = `smtp://127.0.0.1:${await sink.port()}`;
    this.letters = join(this.folder, 'letters');
    mkdirSync(this.letters);
    env.DOORSTEP_LETTERS_BY ??= 'folder';
    env.DOORSTEP_LETTERS_FOLDER = this.letters;
    this.dovecot = this.add(new Dovecot(join(this.folder, 'dovecot')));
    Object.assign(env, await this.dovecot.start());
    this.server = this.add(new Child(doorstep, ['serve', '--data', this.data, '--listen', listen, ...flags], env));
    this.port = await this.server.port();
    for (const [name, port] of Object.entries(this.urls)) {
      const hook = { url: `http://127.0.0.1:${this.port}/webhooks/${name}`, secret: webhookSecret };
      await ask(port, 'POST', '/sim/webhook', { 'Content-Type': 'application/json' }, JSON.stringify(hook));
    }
  }
  add(child) {
    this.children.unshift(child);
    return child;
  }
  async stop() {
    for (const child of this.children) await child.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  // The command line on the same database: {status, out, err}.
  run(args, input = '') {
    const ran = spawnSync(doorstep, args.concat('--data', this.data), { input, encoding: 'utf8' });
    return { status: ran.status, out: ran.stdout, err: ran.stderr };
  }
  token(name, ...scopes) {
    const made = this.run(['token', 'create', name, ...scopes.flatMap((scope) => ['--scope', scope])]);
    if (made.status !== 0) throw new Error(made.err);
    this.tokens[name] = made.out.trim();
  }

  // Ends PostgreSQL as a crash would, so that the database is away.
  async loseDatabase() {
    const pid = Number(readFileSync(join(this.data, 'postgres', 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0]);
    process.kill(pid, 'SIGQUIT');
    for (;;) {
      if ((await ask(this.port, 'GET', '/readyz')).status === 503) return;
      await sleep(20);
    }
  }

  // The newest one in the mailbox.
  activationCode(reference) {
    const mails = readdirSync(this.mailbox).filter((file) => file.endsWith('.eml')).map((file) => join(this.mailbox, file));
    const age = (file) => statSync(file).mtimeMs;
    for (const file of mails.sort((a, b) => age(b) - age(a))) {
      const mail = readFileSync(file, 'utf8');
      const code = /\b([A-Z0-9]{4}-[A-Z0-9]{4})\b/.exec(mail);
      if (mail.includes(reference) && code) return code[1];
    }
    return undefined;
  }
  // The match in the first of our mails that has one, its soft line ends taken out.
  async mailed(pattern) {
    for (const end = Date.now() + 60_000; Date.now() < end; await sleep(100))
      for (const name of readdirSync(this.mailbox).filter((file) => file.endsWith('.eml'))) {
        const found = pattern.exec(readFileSync(join(this.mailbox, name), 'utf8').replace(/=\r?\n/g, ''));
        if (found) return found;
      }
    throw new Error(`no mail says ${pattern}: ${this.server.said}`);
  }
  // The latest message that a phone has got.
  async phone(number) {
    return JSON.parse((await ask(this.phones, 'GET', `/sim/messages/${number}`)).body);
  }
  // The letter that lies in the print shop's folder, as the applicant will read it.
  async letter(reference) {
    let name;
    while (!(name = readdirSync(this.letters).find((file) => file.startsWith(reference) && file.endsWith('.pdf')))) await sleep(50);
    const words = spawnSync('pdftotext', ['-layout', join(this.letters, name), '-'], { encoding: 'utf8' }).stdout;
    const codes = /(?:^|\s)(\d+)\s+(\d{4})\s(\d{4})\s(\d{4})\s/.exec(words);
    return { letter: name.slice(0, -'.pdf'.length), registrar_id: codes[1], security_code: codes.slice(2).join(' ') };
  }
}
