/** Can the process do its work? For load balancers and monitoring; 503 says what is missing. */
import { z } from 'zod';
import { endpoint } from '../endpoint.ts';

const state = z.strictObject({ ready: z.boolean(), database: z.boolean(), homeserver: z.boolean(), reconciled: z.boolean() });

export const ready = endpoint({
  method: 'GET',
  path: '/health/ready',
  summary: '利用できる状態か。503 のときは false の項目が足りません / Whether it can serve; with 503 what is false is missing',
  scope: null,
  answers: { 200: state, 503: state },
  async handler({ rooms }) {
    const parts = await rooms.ready();
    const all = parts.database && parts.homeserver && parts.reconciled;
    return { status: all ? 200 : 503, body: { ready: all, ...parts } };
  },
});
