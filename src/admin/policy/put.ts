/** Changes the rule settings; on every listener of every process from then on. */
import { z } from 'zod';
import { contains, parseAddress, parseNetwork } from '#policy/networks.ts';
import { settings } from '#policy/settings.ts';
import { Refused } from '#model/refused.ts';
import { endpoint } from '../endpoint.ts';
import { origin, originOf, written } from './version.ts';

export const put = endpoint({
  method: 'PUT',
  path: 'policy',
  summary: '規則の設定を変える。GET の答えを変えてそのまま送れます / Changes the rule settings; takes what GET gave, changed',
  scope: 'policy:write',
  body: z.strictObject({ ...written, settings }),
  answers: { 200: z.strictObject({ ...origin, settings }) },
  async handler({ body, caller, rooms }) {
    const address = parseAddress(caller.address);
    // Nobody saws off the branch they sit on: the next call could not undo it.
    if (address === null || !body.settings.admin_networks.some((range) => contains(parseNetwork(range), address))) {
      throw new Refused('conflict', { detail: `admin_networks に今の接続元 ${caller.address} がありません / does not hold the address of this call` });
    }
    const changed = await rooms.decisions.change({
      settings: body.settings, by: caller.actor, why: body.why ?? '', ...(body.version === undefined ? {} : { expect: body.version }),
    });
    return { status: 200, body: { ...originOf(changed), settings: changed.settings } };
  },
});
