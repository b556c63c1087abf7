/** Can the process do its work? For load balancers and monitoring; 503 says what is missing. */
import { z } from 'zod';
import { endpoint } from '../endpoint.ts';

const state = z.strictObject({ ready: z.boolean(), database: z.boolean(), homeserver: z.boolean(), reconciled: z.boolean() });

export const ready = endpoint({
  method: 'GET',
  path: '/health/ready',
  summary: '利用できる状態か。503 のときは database か homeserver が足りません。reconciled は突き合わせが済んだか / Whether it can serve; 503 when the database or the homeserver is missing. reconciled tells whether the comparison is done',
  scope: null,
  answers: { 200: state, 503: state },
  async handler({ rooms }) {
    const parts = await rooms.ready();
    // A comparison with the homeserver goes on beside the work, and takes minutes in a large city.
    const all = parts.database && parts.homeserver;
    return { status: all ? 200 : 503, body: { ready: all, ...parts } };
  },
});
