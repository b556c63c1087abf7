/**
 * What the idle process weighs and of what: resident memory after each room that `src/main.ts` wires is loaded, from the bottom of
 * the house to its top, so that each room counts with the packages that no room below it has loaded yet; then Sekisho itself at rest.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { benchOf, type Cell } from './bench.ts';
import { startCity } from './city/city.ts';
import { rounded } from './measure/quantile.ts';
import { residentKb } from './measure/usage.ts';

export interface Load {
  room: string;
  kb: number;
}

export const bench = benchOf({
  name: 'weight',
  summary: '何もしていないプロセスの重さと、部屋ごとの内訳 / what the idle process weighs, room by room',
  defaults: { seconds: 10 },
  async run({ seconds }) {
    const child = fork(join(import.meta.dirname, 'weight/rooms.ts'), { execArgv: ['--expose-gc'] });
    const [loads] = await once(child, 'message') as [Load[]];
    const city = await startCity({ synapse: false });
    await sleep(seconds * 1000);
    const kb = residentKb(city.pid);
    await city.close();
    const rows = loads.map(({ room, kb }, i): Cell[] => [room, rounded((kb - (loads[i - 1]?.kb ?? 0)) / 1024, 1), rounded(kb / 1024, 1)]);
    rows.push(['sekisho serve', rounded((kb - (loads.at(-1)?.kb ?? 0)) / 1024, 1), rounded(kb / 1024, 1)]);
    return {
      columns: ['room', 'adds MB', 'RSS MB'], rows,
      notes: ['matrix-appservice-bridge は、利用者を登録するときに初めて読み込まれる（約 40 MB）/ loaded when people are first registered, about 40 MB more'],
    };
  },
});
