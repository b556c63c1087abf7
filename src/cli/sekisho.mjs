#!/usr/bin/env node
/** The `sekisho` command: finds the Node that the product runs on, and becomes it. Plain JavaScript, for any Node may start it. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const pinned = join(import.meta.dirname, `../../node_modules/node-linux-${process.arch}/bin/node`);
const modern = Number(process.versions.node.split('.')[0]) >= 24;
const node = existsSync(pinned) ? pinned : modern ? process.execPath : null;
const flags = [
  // The bridge's HTTP library calls a function that Node would rather not have; nobody who reads a terminal can do anything about it.
  '--disable-warning=DEP0060',
  // MB, three times over: where new objects are made. By default it grows to 32, and a town that waits carries it all; with 8 it
  // is searched so often that forwarding costs more (npm run bench -- syncs, forward).
  '--max-semi-space-size=16',
];
const command = [...flags, join(import.meta.dirname, 'main.ts'), ...process.argv.slice(2)];

if (node === null || !existsSync(join(import.meta.dirname, '../../node_modules/zod'))) {
  console.error('準備がまだです。`npm start` か `npm ci` を実行してください / not set up yet: run `npm start` or `npm ci` first');
  process.exitCode = 1;
} else if (process.execve) process.execve(node, [node, ...command], process.env);
else {
  // Older Nodes cannot become another program: they stand before it, hand on the signals and end as it ends.
  const child = spawn(node, command, { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    process.exitCode = signal ? 143 : (code ?? 1);
  });
}
