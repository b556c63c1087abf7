/**
 * What Sekisho adds to the time of a request (goal: 0.6 ms in the middle, 3 ms at the 99th percentile): the same requests through
 * Sekisho and to the same Synapse directly, in turn, so that both meet the same moments of a machine that is never quiet.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import { benchOf, type Cell } from './bench.ts';
import { startCity } from './city/city.ts';
import type { Seat } from './city/seats.ts';
import { ask, type Question } from './measure/ask.ts';
import { quantile, rounded } from './measure/quantile.ts';

const ways = ['direct', 'through'] as const;
type Way = (typeof ways)[number];
type Times = Record<Way, number[]>;

/** A request by its number, for each time it is another. */
type Kind = (n: number) => Omit<Question, 'token'>;

const crowd = 8;
const warmUp = 5;
/** Synapse is busy with itself after its start. */
const settleMs = 3000;

export const bench = benchOf({
  name: 'latency',
  summary: '本物の Synapse に直接と、関所を通して、同じ要求を交互に: 増える時間 / added latency against a real Synapse asked directly',
  defaults: { seconds: 20 },
  async run({ seconds }) {
    const city = await startCity({ synapse: true });
    try {
      const seats = await city.seats(crowd);
      const pools = { direct: new Pool(city.homeserver, { pipelining: 1 }), through: new Pool(city.gateway, { pipelining: 1 }) };
      const room = await createRoom(city.homeserver, seats);
      const kinds: Record<string, Kind> = {
        'GET joined_rooms': () => ({ path: '/_matrix/client/v3/joined_rooms' }),
        'PUT send m.room.message': (n) => ({
          method: 'PUT', path: `/_matrix/client/v3/rooms/${encodeURIComponent(room)}/send/m.room.message/bench${n}`,
          body: JSON.stringify({ msgtype: 'm.text', body: 'お疲れさまです。明日の会議は 10 時からです。' }),
        }),
      };
      await sleep(settleMs);
      const rows: Cell[][] = [];
      for (const clients of [1, crowd]) {
        for (const [name, kind] of Object.entries(kinds)) rows.push(row(name, clients, await measure(pools, seats.slice(0, clients), kind, seconds * 1000)));
      }
      await Promise.all(ways.map((way) => pools[way].destroy()));
      return {
        columns: ['request', 'clients', 'pairs', 'direct p50 ms', 'through p50 ms', 'added p50 ms', 'direct p99 ms', 'through p99 ms', 'added p99 ms'],
        rows,
        notes: ['目標: 増える時間は p50 で 0.6 ms、p99 で 3 ms 以下 / goal: at most 0.6 ms added at p50 and 3 ms at p99'],
      };
    } finally {
      await city.close();
    }
  },
});

let asked = 0;

/** Each client asks both ways in turn, one request at a time; which way is first changes with every pair. */
async function measure(pools: Record<Way, Pool>, seats: readonly Seat[], kind: Kind, ms: number): Promise<Times> {
  const times: Times = { direct: [], through: [] };
  const end = performance.now() + ms;
  await Promise.all(seats.map(async (seat) => {
    const tokens = { direct: seat.homeserverToken, through: seat.token };
    for (let pair = 0; performance.now() < end; pair++) {
      for (const way of pair % 2 === 0 ? ways : ways.toReversed()) {
        const took = await ask(pools[way], { ...kind(++asked), token: tokens[way] });
        if (pair >= warmUp) times[way].push(took);
      }
    }
  }));
  return times;
}

function row(name: string, clients: number, times: Times): Cell[] {
  const at = (part: number) => {
    const [direct, through] = [quantile(times.direct, part), quantile(times.through, part)];
    return [direct, through, through - direct].map((ms) => rounded(ms, 2));
  };
  return [name, clients, times.direct.length, ...at(0.5), ...at(0.99)];
}

/** With everybody in it, made at Synapse itself. */
async function createRoom(homeserver: string, [first, ...others]: readonly Seat[]): Promise<string> {
  const post = async (seat: Seat | undefined, path: string, body: object) => {
    const answer = await fetch(`${homeserver}/_matrix/client/v3/${path}`, { method: 'POST', headers: { authorization: `Bearer ${seat?.homeserverToken}` }, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  const { room_id: room } = await post(first, 'createRoom', { preset: 'public_chat' }) as { room_id: string };
  for (const seat of others) await post(seat, `join/${encodeURIComponent(room)}`, {});
  return room;
}
