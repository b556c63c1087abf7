/** The chain with several processes, and with one that is killed: nothing acknowledged is missing, nothing is half there. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import test from 'ava';
import { openAuditCity, origin, signingKey, type AuditCity } from './city.ts';

/** Runs a writer and kills it after so many acts. @returns the last one it acknowledged. */
async function killedWriter(city: AuditCity, name: string, acts: number): Promise<number> {
  const { database, headsFile } = city;
  const child = spawn(process.execPath, [join(import.meta.dirname, 'writer.ts'), JSON.stringify({ database, origin, signingKey, headsFile, name })], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  let last = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    last = Number(line);
    if (last === acts) child.kill('SIGKILL');
  }
  await ended;
  return last;
}

async function checkWriter(city: AuditCity, name: string, acknowledged: number): Promise<number> {
  const { items } = await city.audit.list({ limit: 100_000, kind: 'admin' });
  const acts = items.filter(({ act }) => act.startsWith(`${name} `)).length;
  if (acts < acknowledged) throw new Error(`${name}: ${acknowledged} were acknowledged, ${acts} are there`);
  if (await city.store.state.get(`writer.${name}`) !== String(acts)) throw new Error(`${name}: an act without its entry, or the other way round`);
  return acts;
}

test('a process that is killed leaves nothing half', async (t) => {
  const city = await openAuditCity(t);
  for (const name of ['first', 'second', 'third']) {
    const acknowledged = await killedWriter(city, name, 20);
    t.true(await checkWriter(city, name, acknowledged) >= 20);
    t.deepEqual(await city.findings(), []);
  }
});

test('several processes write one chain', async (t) => {
  const city = await openAuditCity(t);
  const writers = ['one', 'other'].map(async (name) => [name, await killedWriter(city, name, 40)] as const);
  await city.write(40);
  for (const [name, acknowledged] of await Promise.all(writers)) t.true(await checkWriter(city, name, acknowledged) >= 40);
  await city.keepHead();
  t.deepEqual(await city.findings(), []);
});
