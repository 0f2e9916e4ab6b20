// A real IMAP server as the registry's mailbox: Dovecot on a free loopback port, as whoever runs the
// test.  Mails come in as files of its Maildir.  As root it serves "nobody", since Dovecot refuses
// to serve mail as root.

import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const user = 'intake';
const root = process.getuid() === 0;
const owner = root ? 'nobody' : userInfo().username;
const group = spawnSync('id', ['-gn', owner], { encoding: 'utf8' }).stdout.trim();

const freePort = () => new Promise((resolve) => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    server.close(() => resolve(port));
  });
});

const listens = (port) => new Promise((resolve) => {
  const socket = connect(port, '127.0.0.1', () => socket.end(() => resolve(true)));
  socket.on('error', () => resolve(false));
});

export class Dovecot {
  delivered = 0;
  constructor(folder) {
    this.folder = folder;
    this.box = join(folder, 'mail', user);
  }

  // Returns what Doorstep's environment has to say of it.
  async start() {
    for (const name of ['base', 'mail/intake/tmp', 'mail/intake/new', 'mail/intake/cur']) mkdirSync(join(this.folder, name), { recursive: true });
    chmodSync(this.folder, 0o755);
    this.give(join(this.folder, 'mail'));
    const port = await freePort();
    writeFileSync(join(this.folder, 'dovecot.conf'), this.configuration(port));
    this.process = spawn('/usr/sbin/dovecot', ['-F', '-c', join(this.folder, 'dovecot.conf')], { stdio: 'ignore' });
    this.ended = new Promise((resolve) => this.process.on('close', resolve));
    while (!(await listens(port))) await sleep(20);
    return { DOORSTEP_IMAP_URL: `imap://127.0.0.1:${port}`, DOORSTEP_IMAP_USER: user, DOORSTEP_IMAP_PASSWORD: 'secret', DOORSTEP_IMAP_EVERY: '1' };
  }
  async stop() {
    this.process.kill('SIGTERM');
    await this.ended;
  }
  give(path) {
    if (root) spawnSync('chown', ['-R', `${owner}:${group}`, path]);
  }

  deliver(mail) {
    const name = `${1_700_000_000 + ++this.delivered}.M${this.delivered}.test`;
    writeFileSync(join(this.box, 'tmp', name), mail);
    this.give(join(this.box, 'tmp', name));
    renameSync(join(this.box, 'tmp', name), join(this.box, 'new', name));
  }

  configuration(port) {
    return `base_dir = ${this.folder}/base
log_path = ${this.folder}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
first_valid_uid = 1
mail_location = maildir:${this.folder}/mail/%u
mail_uid = ${owner}
mail_gid = ${group}
default_internal_user = ${owner}
default_login_user = ${owner}
default_internal_group = ${group}
passdb {
  driver = static
  args = password=secret
}
userdb {
  driver = static
  args = uid=${owner} gid=${group} home=${this.folder}/mail/%u
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
service anvil {
  chroot =
}
service stats {
  chroot =
}
`;
  }
}
