/** The demo as contract.md promises it, started as `npm start` starts it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import test from 'ava';
import type { CityFile } from '#demo/city-file.ts';
import { fetchFrom, matrixClient } from '../harness/client.ts';
import { freePorts } from '../harness/ports.ts';

interface Demo {
  process: ChildProcess;
  output: () => string;
  ended: Promise<number | null>;
}

function demo(folder: string, port: number): Demo {
  const process = spawn(globalThis.process.execPath, ['src/cli/main.ts', 'demo'], { env: { ...globalThis.process.env, SEKISHO_VAR: folder, SEKISHO_PORT: String(port) }, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  process.stdout.on('data', (chunk) => { output += String(chunk); });
  process.stderr.on('data', (chunk) => { output += String(chunk); });
  return { process, output: () => output, ended: once(process, 'close').then(([code]) => code as number | null) };
}

async function until(what: string, holds: () => boolean): Promise<void> {
  for (let tries = 0; !holds(); tries++) {
    if (tries > 1800) throw new Error(`not seen: ${what}`);
    await sleep(100);
  }
}

const alive = (pid: number) => existsSync(`/proc/${pid}`) && !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));

test('start, a second one refused, a dead part comes back, everything ends, and the data stays', async (t) => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'sekisho-demo-')));
  const [free] = await freePorts(1) as [number];
  const port = Math.min(free, 65_000);
  const city = (): CityFile => JSON.parse(readFileSync(join(folder, 'city.json'), 'utf8')) as CityFile;
  const started: Demo[] = [];
  const start = (at = port) => started[started.push(demo(folder, at)) - 1]!;
  t.teardown(async () => {
    for (const { process, ended } of started) {
      process.kill('SIGTERM');
      await ended;
    }
    rmSync(folder, { recursive: true, force: true });
  });

  const first = start();
  await until('ready', () => first.output().includes('Sekisho is ready\n') || first.process.exitCode !== null);
  t.true(first.output().includes('Sekisho is ready\n'), first.output());
  t.is(statSync(join(folder, 'city.json')).mode & 0o777, 0o600);
  t.is(statSync(join(folder, 'accounts.json')).mode & 0o777, 0o600);
  const { accounts, gateways, pids } = city();
  t.true(accounts.general.length >= 6);
  t.true(first.output().includes(accounts.guest.password));

  const seat = fetchFrom({});
  t.teardown(() => seat.close());
  const login = () => matrixClient(gateways.lgwan, seat.fetch).loginRequest({ type: 'm.login.password', identifier: { type: 'm.id.user', user: accounts.admin.user }, password: accounts.admin.password });
  t.is((await login()).user_id, accounts.admin.user);

  const second = start();
  t.is(await second.ended, 1);
  t.regex(second.output(), /running already/);

  process.kill(pids.sekisho, 'SIGKILL');
  await until('another Sekisho', () => city().pids.sekisho !== pids.sekisho);
  t.is((await login()).user_id, accounts.admin.user);

  const last = city().pids;
  first.process.kill('SIGINT');
  t.is(await first.ended, 0);
  t.false(existsSync(join(folder, 'city.json')));
  t.false(alive(last.sekisho) || alive(last.homeserver));

  // On other ports, as after the message that a port is taken.
  const third = start(port + 20);
  await until('ready again', () => third.output().includes('Sekisho is ready\n') || third.process.exitCode !== null);
  t.deepEqual(city().accounts, accounts);
  t.is(city().gateways.lgwan, `http://127.0.0.1:${port + 21}`);
});
