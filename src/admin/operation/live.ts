/** Is the process alive? For whoever restarts it; asks nothing of anybody. */
import { z } from 'zod';
import { endpoint } from '../endpoint.ts';

export const live = endpoint({
  method: 'GET',
  path: '/health/live',
  summary: 'プロセスが動いているか / Whether the process runs',
  scope: null,
  answers: { 200: z.strictObject({ live: z.literal(true) }) },
  handler: async () => ({ status: 200, body: { live: true } }),
});
