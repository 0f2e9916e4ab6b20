// The log in the hands of others: sigstore's Merkle tree and checkpoints, node's own Ed25519, OpenSSL
// and tar, and the commands that docs/audit.md gives to an auditor.

import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { createHash, createPublicKey } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { signUp } from '../contract/papers.mjs';
import { ask, World } from '../contract/world.mjs';

const require = createRequire(join(process.env.DOORSTEP_SOURCE, 'build/node/'));
const { verifyMerkleInclusion } = require('@sigstore/verify/dist/timestamp/merkle.js');
const { verifyCheckpoint } = require('@sigstore/verify/dist/timestamp/checkpoint.js');

const world = new World();
const verifier = join(process.env.DOORSTEP_BIN, '../doorstep-verify');
const reference = `A-${new Date().getUTCFullYear()}-000007`;
let key, note, folder;

const run = (program, args, how = {}) => {
  const ran = spawnSync(program, args, { encoding: 'utf8', ...how });
  return { status: ran.status, out: ran.stdout, err: ran.stderr };
};
const done = (program, args, how) => {
  const ran = run(program, args, how);
  assert.equal(ran.status, 0, `${program} ${args.join(' ')}: ${ran.out}${ran.err}`);
  return ran.out;
};
const hash = (...parts) => createHash('sha256').update(Buffer.concat(parts)).digest();
const node = (left, right) => hash(Buffer.from([1]), left, right);
const rootOf = (hashes) => {
  if (hashes.length < 2) return hashes[0];
  const half = 2 ** Math.floor(Math.log2(hashes.length - 1));
  return node(rootOf(hashes.slice(0, half)), rootOf(hashes.slice(half)));
};
const rootIn = (checkpoint) => Buffer.from(checkpoint.split('\n')[2], 'base64');
const get = async (path) => {
  const answer = await ask(world.port, 'GET', path, { Authorization: `Bearer ${world.tokens.auditor}` });
  assert.equal(answer.status, 200, path);
  return answer.body;
};
// "name+id+base64" with 33 bytes: the algorithm, then the key.
const publicKey = () => {
  const raw = Buffer.from(key.split('+').slice(2).join('+'), 'base64').subarray(1);
  return createPublicKey({ key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), raw]), format: 'der', type: 'spki' });
};

before(async () => {
  await world.start();
  world.token('auditor', 'audit');
  world.token('website', 'apply');
  world.token('approver', 'approver');
  folder = join(world.folder, 'audit');
  mkdirSync(folder);
  for (let i = 0; i < 30; ++i) {
    const sent = await ask(world.port, 'POST', '/api/v1/applications', { Authorization: `Bearer ${world.tokens.website}`, 'Content-Type': 'application/json' }, JSON.stringify(signUp()));
    assert.equal(sent.status, 201, sent.body.toString());
  }
  const sent = await ask(world.port, 'POST', `/api/v1/applications/${reference}/events`, { Authorization: `Bearer ${world.tokens.approver}`, 'Content-Type': 'application/json' }, '{"event":"approved","data":{}}');
  assert.equal(sent.status, 200, sent.body.toString());
  key = done(process.env.DOORSTEP_BIN, ['audit', 'key', 'audit.example/onboarding', '-o', join(folder, 'key')]).trim();
  writeFileSync(join(folder, 'key.txt'), `${key}\n`);
  await settled();
});
after(() => world.stop());

const size = () => Number(note.split('\n')[1]);

// Until all lines are sealed and signed: what an approval asks for brings lines of its own.
async function settled() {
  for (const end = Date.now() + 60_000; Date.now() < end; await sleep(500)) {
    const before = note;
    const signed = world.run(['audit', 'sign', '--key', join(folder, 'key'), '--state', join(folder, 'state')]);
    assert.equal(signed.status, 0, signed.err);
    const shown = world.run(['audit', 'checkpoint']);
    note = shown.status === 0 ? shown.out : undefined;
    if (note && note === before && size() > 33) return;
  }
  assert.fail('the log does not come to rest');
}

test('the tiles over HTTP make the root that was signed, by a tree that is not ours', async () => {
  assert.equal((await get('/audit/checkpoint')).toString(), note);
  const hashes = [];
  for (let tile = 0; tile * 256 < size(); ++tile) {
    const width = Math.min(256, size() - tile * 256);
    const suffix = width < 256 ? `.p/${width}` : '';
    const name = String(tile).padStart(3, '0') + suffix;
    const bytes = await get(`/audit/tile/0/${name}`);
    assert.equal(bytes.length, 32 * width);
    let entries = await get(`/audit/tile/entries/${name}`);
    for (let i = 0; i < width; ++i) {
      const end = 2 + entries.readUInt16BE();
      assert.deepEqual(hash(Buffer.from([0]), entries.subarray(2, end)), bytes.subarray(32 * i, 32 * i + 32));
      hashes.push(bytes.subarray(32 * i, 32 * i + 32));
      entries = entries.subarray(end);
    }
  }
  assert.deepEqual(rootOf(hashes), rootIn(note));
  assert.equal(note.split('\n')[0], 'audit.example/onboarding');
});

test('sigstore verifies our proofs and our checkpoint', () => {
  const bundle = join(folder, 'one.tar');
  assert.equal(world.run(['audit', 'export', reference, '-o', bundle]).status, 0);
  done('tar', ['xf', bundle, '-C', folder]);
  done('sha256sum', ['--quiet', '-c', 'SHA256SUMS'], { cwd: folder });
  const proofs = readdirSync(join(folder, 'proofs'));
  assert.ok(proofs.length > 2);
  const id = Buffer.from(key.split('+')[1], 'hex');
  const tlogs = [{ logID: id, publicKey: publicKey(), validFor: { start: new Date(0), end: new Date(8.64e15) } }];
  for (const name of proofs) {
    const text = readFileSync(join(folder, 'proofs', name), 'utf8');
    const [head, ...rest] = text.split('\n\n');
    const [format, index, ...hashes] = head.split('\n');
    assert.equal(format, 'c2sp.org/tlog-proof@v1');
    const logIndex = index.replace('index ', '');
    const checkpoint = { envelope: rest.join('\n\n') };
    const entry = {
      canonicalizedBody: readFileSync(join(folder, 'entries', `${logIndex}.json`)),
      integratedTime: '0',
      inclusionProof: {
        logIndex, treeSize: String(size()), checkpoint,
        hashes: hashes.map((line) => Buffer.from(line, 'base64')),
        rootHash: rootIn(checkpoint.envelope),
      },
    };
    verifyMerkleInclusion(entry);
    verifyCheckpoint(entry, tlogs);
    entry.canonicalizedBody[5] ^= 1;
    assert.throws(() => verifyMerkleInclusion(entry));
  }
});

test("the commands of docs/audit.md do what it says", () => {
  const docs = readFileSync(join(process.env.DOORSTEP_SOURCE, 'docs/audit.md'), 'utf8');
  const [, commands] = /(    sed '\/\^\$\/d[\s\S]*?-sigfile signature\n)/.exec(docs);
  assert.match(done('sh', ['-ec', commands], { cwd: folder }), /Signature Verified Successfully/);
  const [first] = readdirSync(join(folder, 'entries'));
  const leaf = done('sh', ['-ec', `(printf '\\0'; cat entries/${first}) | openssl dgst -sha256`], { cwd: folder });
  assert.match(leaf, new RegExp(hash(Buffer.from([0]), readFileSync(join(folder, 'entries', first))).toString('hex')));
});

test('the verifier stands alone, and says by its exit code what it found', () => {
  const bundle = join(folder, 'log.tar');
  assert.equal(world.run(['audit', 'export', '-o', bundle, '--with-data', '--by', 'an']).status, 0);
  const [reading] = JSON.parse(world.run(['readings', '--json', '--by', 'cli:an']).out).items;
  assert.deepEqual([reading.who, reading.door, reading.what, reading.application], ['cli:an', 'cli', ['export'], null]);
  const linked = done('ldd', [verifier]);
  const libraries = [...linked.matchAll(/^\s*(lib[\w+-]+)\.so/gm)].map(([, name]) => name).filter((name) => !/^lib(c|m|stdc\+\+|gcc_s|asan|ubsan|pthread|dl|rt)$/.test(name));
  assert.deepEqual(libraries, ['libcrypto']);

  const alone = { env: {}, cwd: '/' };
  const held = run(verifier, [bundle, '--key', join(folder, 'key.txt'), '--json'], alone);
  assert.equal(held.status, 0, held.err);
  const report = JSON.parse(held.out);
  assert.equal(report.holds, true);
  assert.equal(report.size, size());
  assert.equal(report.applications, 30);
  assert.ok(report.data_matched >= 30 && report.data_matched === report.commitments);
  assert.match(run(verifier, [bundle, '--key', key], alone).out, /everything holds/);
  assert.equal(world.run(['audit', 'verify', bundle, '--key', key]).status, 2); // It needs no --data.
  assert.equal(done(process.env.DOORSTEP_BIN, ['audit', 'verify', bundle, '--key', key, '--json']), held.out);

  const bytes = readFileSync(bundle);
  bytes[bytes.indexOf('"event":"submitted"') + 10] ^= 1;
  writeFileSync(bundle, bytes);
  const changed = run(verifier, [bundle, '--key', key], alone);
  assert.equal(changed.status, 1);
  assert.match(changed.err, /line 1 \(entry \d+\): .*the rules do not know/);
  assert.match(changed.err, /not those that were signed/);

  for (const args of [[], [bundle], ['--key', key], [bundle, '--key', 'nonsense'], ['/no/such', '--key', key], [bundle, '--key', key, '--what'], [bundle, '--key']])
    assert.equal(run(verifier, args, alone).status, 2, args.join(' '));
  assert.equal(run(verifier, ['--help'], alone).status, 0);
});

test('rebuilding from the journal gives what is stored, or says what is not', () => {
  const same = world.run(['audit', 'rebuild', '--json']);
  assert.equal(same.status, 0, same.out + same.err);
  assert.deepEqual(JSON.parse(same.out).differences, []);
  assert.equal(JSON.parse(same.out).applications, 30);
});

// OpenSSL's time stamp authority behind HTTP.
async function authority() {
  const at = { cwd: folder };
  writeFileSync(join(folder, 'tsa.cnf'), `[tsa]
default_tsa = tsa1
[tsa1]
serial = serial
crypto_device = builtin
signer_cert = tsa.pem
signer_key = tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
[stamping]
extendedKeyUsage = critical,timeStamping
`);
  writeFileSync(join(folder, 'serial'), '01\n');
  done('openssl', ['req', '-x509', '-newkey', 'ed25519', '-nodes', '-keyout', 'ca.key', '-out', 'ca.pem', '-days', '2', '-subj', '/CN=Test CA'], at);
  done('openssl', ['req', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'tsa.key', '-out', 'tsa.csr', '-subj', '/CN=Test TSA'], at);
  done('openssl', ['x509', '-req', '-in', 'tsa.csr', '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2', '-extfile', 'tsa.cnf', '-extensions', 'stamping', '-out', 'tsa.pem'], at);
  const server = createServer((request, response) => {
    const parts = [];
    request.on('data', (part) => parts.push(part));
    request.on('end', () => {
      assert.equal(request.headers['content-type'], 'application/timestamp-query');
      writeFileSync(join(folder, 'query.tsq'), Buffer.concat(parts));
      done('openssl', ['ts', '-reply', '-config', 'tsa.cnf', '-queryfile', 'query.tsq', '-out', 'reply.tsr'], at);
      response.writeHead(200, { 'Content-Type': 'application/timestamp-reply' });
      response.end(readFileSync(join(folder, 'reply.tsr')));
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

test('the signer has its checkpoints stamped and witnessed', async () => {
  const server = await authority();
  const witness = join(folder, 'witness');
  mkdirSync(witness);
  // Plain HTTP is for neighbours on this machine, as the configuration names one.
  const env = { ...process.env, DOORSTEP_ESIGN_URL: 'http://127.0.0.1:1' };
  const url = `http://127.0.0.1:${server.address().port}/ts`;
  const signer = spawn(process.env.DOORSTEP_BIN, ['audit', 'sign', '--data', world.data, '--key', join(folder, 'key'), '--state', join(folder, 'state'), '--authority', `test-tsa=${url}`, '--authority', 'away=http://127.0.0.1:1/ts', '--witness', witness, '--every', '1'], { env });
  let said = '';
  signer.stderr.on('data', (part) => (said += part));
  try {
    for (const end = Date.now() + 60_000; !said.includes('away: ') && Date.now() < end; ) await sleep(100);
    assert.match(said, /test-tsa: .*signature was not checked/);
    assert.match(said, /away: /); // One that does not answer holds nothing up.
    assert.equal(readFileSync(join(witness, `${size()}.checkpoint`), 'utf8'), note);
  } finally {
    signer.kill('SIGTERM');
    const code = await new Promise((resolve) => signer.on('exit', resolve));
    server.close();
    assert.equal(code, 0, said);
  }
  const bundle = join(folder, 'stamped.tar');
  assert.equal(world.run(['audit', 'export', '-o', bundle]).status, 0);
  const checked = run(verifier, [bundle, '--key', key, '--tsa-ca', join(folder, 'ca.pem'), '--json']);
  assert.equal(checked.status, 0, checked.err);
  const [stamp] = JSON.parse(checked.out).stamps;
  assert.equal(stamp.authority, 'test-tsa');
  assert.equal(stamp.size, size());
  assert.equal(stamp.trusted, true);
  done('tar', ['xf', bundle, '-C', folder]);
  const stamped = join(folder, 'stamps', String(size()));
  assert.match(done('openssl', ['ts', '-verify', '-in', join(stamped, 'test-tsa.tsr'), '-data', join(stamped, 'checkpoint'), '-CAfile', join(folder, 'ca.pem')]), /OK/);
  const stranger = run(verifier, [bundle, '--key', key, '--tsa-ca', join(folder, 'tsa.cnf')]);
  assert.equal(stranger.status, 1);
  assert.match(stranger.err, /the time stamp does not hold/);
});
