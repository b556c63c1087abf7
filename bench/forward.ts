/**
 * CPU time that a forwarded request takes, by proxy, side by side in one run: a bare Koa + undici forwarder (the baseline),
 * two usual proxies, and Sekisho with its whole policy. Every part is a process of its own; the rounds are interleaved, for the
 * machine is never quiet. Goal: Sekisho at most 1.3 times the baseline, and below both others.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { benchOf, type Cell } from './bench.ts';
import { startCity } from './city/city.ts';
import type { Order } from './forward/load.ts';
import { quantile, rounded } from './measure/quantile.ts';
import { cpuMicroseconds } from './measure/usage.ts';

const path = `/_matrix/client/v3/rooms/${encodeURIComponent('!room:bench.example.jp')}/state`;
const connections = 64;
const others = ['koa', 'fastify', 'http-proxy-3'];

interface Proxy {
  name: string;
  url: string;
  pid: number;
  /** Microseconds of CPU time a request, one for each round. */
  cpu: number[];
  latencies: number[];
}

export const bench = benchOf({
  name: 'forward',
  summary: '転送 1 件の CPU 時間: 方針つきの関所と、素の Koa + undici、二つの既製の代理 / CPU a forwarded request, beside a bare forwarder and two proxies',
  defaults: { seconds: 20, rounds: 10, 'warm-up': 30_000 },
  async run({ seconds, rounds, 'warm-up': warmUp }) {
    const children: ChildProcess[] = [];
    const start = (name: string, ...args: string[]) => {
      const child = fork(join(import.meta.dirname, 'forward', `${name}.ts`), args);
      children.push(child);
      return child;
    };
    const city = await startCity({ synapse: false });
    try {
      const tokens = (await city.seats(connections)).map((seat) => seat.token);
      const proxies: Proxy[] = [];
      for (const name of others) {
        const child = start(name, city.homeserver);
        const [url] = await once(child, 'message') as [string];
        proxies.push({ name, url, pid: child.pid!, cpu: [], latencies: [] });
      }
      proxies.push({ name: 'sekisho', url: city.gateway, pid: city.pid, cpu: [], latencies: [] });
      const load = start('load');
      const loadOf = async ({ url }: Proxy, ms: number) => {
        load.send({ url, path, tokens, ms } satisfies Order);
        return (await once(load, 'message') as [number[]])[0];
      };
      for (const proxy of proxies) {
        for (let done = 0; done < warmUp;) done += (await loadOf(proxy, 1000)).length;
      }
      for (let round = 0; round < rounds; round++) {
        for (const proxy of proxies) {
          const before = cpuMicroseconds(proxy.pid);
          const took = await loadOf(proxy, seconds * 1000 / rounds);
          proxy.cpu.push((cpuMicroseconds(proxy.pid) - before) / took.length);
          proxy.latencies.push(...took);
        }
      }
      return {
        columns: ['proxy', 'CPU µs/request', 'times koa', 'best µs', 'best times koa', 'requests', 'p50 ms', 'p99 ms'],
        rows: proxies.map((proxy) => row(proxy, proxies[0]!)),
        notes: [
          `1 kB の JSON、${connections} 接続、一人ずつ / 1 kB of JSON, ${connections} connections, a person each; the median of ${rounds} rounds after ${warmUp} requests to get warm`,
          '目標: koa の 1.3 倍以下、ほかの二つより少なく / goal: at most 1.3 times koa, below both others',
        ],
      };
    } finally {
      for (const child of children) child.disconnect();
      await city.close();
    }
  },
});

/** Beside the median the best round: on a shared machine it is the one that nobody disturbed. */
function row({ name, cpu, latencies }: Proxy, baseline: Proxy): Cell[] {
  const costs = [0.5, 0].flatMap((part) => {
    const cost = quantile(cpu, part);
    return [rounded(cost, 1), rounded(cost / quantile(baseline.cpu, part), 2)];
  });
  return [name, ...costs, latencies.length, rounded(quantile(latencies, 0.5), 1), rounded(quantile(latencies, 0.99), 1)];
}
