/** The listed networks in force (4.5.1). */
import { z } from 'zod';
import { networks } from '#policy/settings.ts';
import { endpoint } from '../endpoint.ts';
import { origin, originOf } from '../policy/version.ts';

export const get = endpoint({
  method: 'GET',
  path: 'networks',
  summary: '登録された接続元ネットワーク / The listed networks',
  scope: 'networks:read',
  answers: { 200: z.strictObject({ ...origin, items: networks }) },
  async handler({ rooms }) {
    const current = await rooms.decisions.current();
    return { status: 200, body: { ...originOf(current), items: current.networks } };
  },
});
