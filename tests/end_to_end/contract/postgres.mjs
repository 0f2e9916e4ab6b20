// PostgreSQL's own programs on the cluster of a world.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const tools = readdirSync('/usr/lib/postgresql').map((version) => `/usr/lib/postgresql/${version}/bin`).findLast((folder) => existsSync(join(folder, 'pg_dump')));

export const socketOf = (world) => {
  const lines = readFileSync(join(world.data, 'postgres/cluster/postmaster.pid'), 'utf8').split('\n');
  return { folder: lines[4], port: lines[3] };
};

// What it has said; it has to succeed.
export const tool = (name, world, ...args) => {
  const { folder, port } = socketOf(world);
  const ran = spawnSync(join(tools, name), ['-h', folder, '-p', port, '-U', 'doorstep', ...args], { encoding: 'utf8', maxBuffer: 1 << 30 });
  assert.equal(ran.status, 0, `${name} ${args.join(' ')}: ${ran.stdout}${ran.stderr}`);
  return ran.stdout;
};
