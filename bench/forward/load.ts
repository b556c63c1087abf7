/** The load: on each message so many requests over 64 connections; tells the latencies in milliseconds. */
import { Pool } from 'undici';

export interface Order {
  url: string;
  path: string;
  token: string;
  count: number;
}

const connections = 64;
const agent = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

async function run({ url, path, token, count }: Order): Promise<number[]> {
  const pool = new Pool(url, { connections, pipelining: 1 });
  const headers = {
    'authorization': `Bearer ${token}`, 'user-agent': agent, 'accept': 'application/json', 'accept-language': 'ja,en;q=0.8', 'origin': 'https://chat.example.jp',
    'sec-fetch-mode': 'cors', 'sec-fetch-site': 'cross-site', 'referer': 'https://chat.example.jp/',
  };
  const latencies: number[] = [];
  let left = count;
  const one = () => new Promise<void>((resolve, reject) => {
    const start = performance.now();
    let status = 0;
    pool.dispatch({ path, method: 'GET', headers }, {
      onRequestStart() {},
      onResponseData() {},
      onResponseStart: (_controller, code) => void (status = code),
      onResponseEnd() {
        latencies.push(performance.now() - start);
        if (status === 200) resolve();
        else reject(new Error(`${url}${path}: ${status}`));
      },
      onResponseError: (_controller, error) => reject(error),
    });
  });
  await Promise.all(Array.from({ length: connections }, async () => {
    while (left-- > 0) await one();
  }));
  await pool.destroy();
  return latencies;
}

process.on('disconnect', () => process.exit());
process.on('message', (order: Order) => void run(order).then((latencies) => process.send?.(latencies)));
