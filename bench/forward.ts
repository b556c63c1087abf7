/**
 * CPU time that a forwarded request takes, by proxy, side by side in one run: a bare Koa + undici forwarder (the baseline),
 * two usual proxies, and Sekisho with its whole policy. 1 kB of JSON, 64 connections; every part is a process of its own.
 * Goal: Sekisho at most 1.3 times the baseline, and below both others.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Order } from './forward/load.ts';
import type { Ready } from './forward/measured.ts';

const path = `/_matrix/client/v3/rooms/${encodeURIComponent('!room:bench')}/joined_members`;
const rounds = 5;
const warmUp = 4000;
const count = 10_000;

const children: ChildProcess[] = [];
function child(name: string, argument: string): ChildProcess {
  const started = fork(join(import.meta.dirname, 'forward', `${name}.ts`), [argument]);
  children.push(started);
  return started;
}
function told<T>(by: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null) => reject(new Error(`${by.spawnargs.join(' ')} ended with ${code}`));
    by.once('exit', onExit).once('message', (message) => {
      by.off('exit', onExit);
      resolve(message as T);
    });
  });
}
async function asked<T>(of: ChildProcess, question: string | Order): Promise<T> {
  of.send(question);
  return told<T>(of);
}

interface Proxy extends Ready {
  name: string;
  process: ChildProcess;
  /** Microseconds of CPU time a request, a round each. */
  cpu: number[];
  latencies: number[];
}

async function bench(): Promise<void> {
  const sekisho = child('sekisho', '');
  const upstream = await told<string>(sekisho);
  await told(child('homeserver', upstream));
  const proxies: Proxy[] = [];
  for (const name of ['koa', 'fastify', 'http-proxy-3']) {
    const process = child(name, upstream);
    proxies.push({ name, process, ...await told<Ready>(process), cpu: [], latencies: [] });
  }
  proxies.push({ name: 'sekisho', process: sekisho, ...await asked<Ready>(sekisho, 'go'), cpu: [], latencies: [] });

  const load = child('load', '');
  for (const { url, token } of proxies) await asked(load, { url, path, token, count: warmUp });
  for (let round = 0; round < rounds; round++) {
    for (const { process, url, token, cpu, latencies } of proxies) {
      const before = await asked<number>(process, 'cpu');
      latencies.push(...await asked<number[]>(load, { url, path, token, count }));
      cpu.push((await asked<number>(process, 'cpu') - before) / count);
    }
  }
  report(proxies);
}

function report(proxies: readonly Proxy[]): void {
  const at = (values: readonly number[], share: number) => values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? 0;
  const baseline = at(proxies[0]!.cpu, 0.5);
  const rows = proxies.map(({ name, cpu, latencies }) => {
    const median = at(cpu, 0.5);
    return { name, 'CPU µs/request': Math.round(median), 'times koa': Number((median / baseline).toFixed(2)), 'p50 ms': Number(at(latencies, 0.5).toFixed(1)), 'p99 ms': Number(at(latencies, 0.99).toFixed(1)) };
  });
  console.table(rows);
  const folder = join(process.env['SEKISHO_VAR'] ?? 'var', 'bench');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'forward.json'), `${JSON.stringify(rows, null, 2)}\n`);
}

try {
  await bench();
} finally {
  const running = children.filter(({ exitCode }) => exitCode === null);
  const ended = running.map((one) => once(one, 'exit'));
  for (const one of running) one.kill();
  await Promise.all(ended);
}
