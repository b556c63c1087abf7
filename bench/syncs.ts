/**
 * What a whole town costs that waits (4.2.3, 4.5.4): open syncs through Sekisho, held by a stand-in for the homeserver. Goals: 35 kB
 * of memory each over the idle process, no CPU time while nothing happens, and a suspended device is cut off within a second.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import { benchOf } from './bench.ts';
import { startCity, type City } from './city/city.ts';
import type { Seat } from './city/seats.ts';
import { statusOf } from './measure/ask.ts';
import { rounded } from './measure/quantile.ts';
import { cpuMicroseconds, residentKb } from './measure/usage.ts';

const path = '/_matrix/client/v3/sync?timeout=600000&since=s1';
const openedAtOnce = 50;
const suspended = 10;

export const bench = benchOf({
  name: 'syncs',
  summary: '開いたままの 3,001 件の /sync: メモリ、待つ間の CPU、一つを止めるまで / memory, idle CPU and suspending with 3,001 open syncs',
  defaults: { syncs: 3001, rest: 75, seconds: 10 },
  async run({ syncs, rest, seconds }) {
    const city = await startCity({ synapse: false });
    const pool = new Pool(city.gateway, { pipelining: 1, headersTimeout: 0 });
    try {
      const idle = await resting(city.pid, rest, seconds);
      const seats = await city.seats(syncs);
      const answers = await open(city, pool, seats);
      const waiting = await resting(city.pid, rest, seconds);
      const cut = await suspend(city, seats.slice(-suspended), answers);
      return {
        columns: ['measured', 'value', 'goal'],
        rows: [
          ['idle: RSS MB', rounded(idle.kb / 1024, 1), ''],
          ['idle: CPU %', idle.cpu, '~0'],
          [`${syncs} syncs: RSS MB`, rounded(waiting.kb / 1024, 1), ''],
          [`${syncs} syncs: kB each over idle`, rounded((waiting.kb - idle.kb) / syncs, 1), '≤ 35'],
          [`${syncs} syncs: CPU %`, waiting.cpu, '~0'],
          [`suspend, slowest of ${cut.length}: ms`, rounded(Math.max(...cut)), '≤ 1000'],
        ],
        notes: [
          `${rest} 秒待ってから ${seconds} 秒測る。CPU は 1 コアに対する割合 / measured over ${seconds} s after ${rest} s of rest; CPU is of one core`,
          '止める時間は、管理 REST への POST から、開いている /sync が 403 で終わるまで / from the POST to the admin REST until the open sync ends with 403',
        ],
      };
    } finally {
      await pool.destroy();
      await city.close();
    }
  },
});

/** After a rest, long enough for what is written once a minute: memory, and the share of a core that doing nothing takes. */
async function resting(pid: number, rest: number, seconds: number): Promise<{ kb: number; cpu: number }> {
  await sleep(rest * 1000);
  const [cpu, start] = [cpuMicroseconds(pid), performance.now()];
  await sleep(seconds * 1000);
  const share = (cpuMicroseconds(pid) - cpu) / 1000 / (performance.now() - start);
  return { kb: residentKb(pid), cpu: rounded(share * 100, 2) };
}

/** Opens a sync for every seat. @returns the statuses to come, by seat, when all of them wait at the homeserver */
async function open(city: City, pool: Pool, seats: readonly Seat[]): Promise<Map<Seat, Promise<number>>> {
  const answers = new Map<Seat, Promise<number>>();
  for (let from = 0; from < seats.length; from += openedAtOnce) {
    for (const seat of seats.slice(from, from + openedAtOnce)) {
      const status = statusOf(pool, { path, token: seat.token });
      // Those that nobody waits for end with the pool.
      status.catch(() => undefined);
      answers.set(seat, status);
    }
    while (await city.polls() < answers.size) await sleep(10);
  }
  return answers;
}

/** Suspends one device after the other. @returns the milliseconds until the sync of each had ended */
async function suspend(city: City, seats: readonly Seat[], answers: ReadonlyMap<Seat, Promise<number>>): Promise<number[]> {
  const took: number[] = [];
  for (const seat of seats) {
    const start = performance.now();
    const [status] = await Promise.all([answers.get(seat), city.administer('POST', `devices/${seat.device}/suspend`, { why: 'bench' })]);
    if (status !== 403) throw new Error(`The sync of a suspended device was answered ${status}.`);
    took.push(performance.now() - start);
  }
  return took;
}
