/** The load, a process of its own: on each message one connection for every token, a request after the other until the time is over. */
import { Pool } from 'undici';
import { ask } from '../measure/ask.ts';

export interface Order {
  url: string;
  path: string;
  tokens: string[];
  ms: number;
}

/** @returns the milliseconds that each request took */
async function run({ url, path, tokens, ms }: Order): Promise<number[]> {
  const pool = new Pool(url, { connections: tokens.length, pipelining: 1 });
  const took: number[] = [];
  const end = performance.now() + ms;
  await Promise.all(tokens.map(async (token) => {
    while (performance.now() < end) took.push(await ask(pool, { path, token }));
  }));
  await pool.destroy();
  return took;
}

process.on('disconnect', () => process.exit());
process.on('message', (order: Order) => void run(order).then((took) => process.send?.(took)));
