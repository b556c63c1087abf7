/** The numbers of this process in the text format of Prometheus: decisions by rule and reason, latency, open syncs, upstream errors. */
import { z } from 'zod';
import { endpoint } from '../endpoint.ts';

export const metrics = endpoint({
  method: 'GET',
  path: '/metrics',
  summary: 'Prometheus 形式の計測値 / Metrics in the format of Prometheus',
  scope: null,
  produces: 'text/plain; version=0.0.4; charset=utf-8',
  answers: { 200: z.string() },
  handler: async ({ rooms }) => ({ status: 200, body: (await rooms.metrics.render()).text }),
});
