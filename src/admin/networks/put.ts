/** Lists other networks (4.5.1); on every listener of every process from then on. */
import { z } from 'zod';
import { networks } from '#policy/settings.ts';
import { endpoint } from '../endpoint.ts';
import { origin, originOf, written } from '../policy/version.ts';

export const put = endpoint({
  method: 'PUT',
  path: 'networks',
  summary: '接続元ネットワークを置き換える。GET の答えをそのまま送れます / Replaces the listed networks; takes what GET gave',
  scope: 'networks:write',
  body: z.strictObject({ ...written, items: networks }),
  answers: { 200: z.strictObject({ ...origin, items: networks }) },
  async handler({ body, caller, rooms }) {
    const changed = await rooms.decisions.change({
      networks: body.items, by: caller.actor, why: body.why ?? '', ...(body.version === undefined ? {} : { expect: body.version }),
    });
    return { status: 200, body: { ...originOf(changed), items: changed.networks } };
  },
});
