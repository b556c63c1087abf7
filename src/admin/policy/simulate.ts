/** Tries other settings or networks on what was done since a time: who would have been refused, how often, by which rule. */
import { z } from 'zod';
import { networks, settings } from '#policy/settings.ts';
import { rfc3339 } from '#lib/clock.ts';
import { endpoint } from '../endpoint.ts';
import { given, time } from '../fields.ts';

const refusal = z.strictObject({
  user_id: z.string().nullable(),
  device: z.string().nullable().describe('端末の id / The id of the device'),
  act: z.string(), zone: z.string().nullable(), class: z.string().nullable(), address: z.string().nullable(),
  rule: z.string(), reason: z.string(),
  count: z.int().describe('回数 / How often'),
});

export const simulate = endpoint({
  method: 'POST',
  path: 'policy/simulate',
  summary: '規則の変更を、これまでの操作で試す / Tries changed rules on what was done so far',
  scope: 'policy:read',
  body: z.strictObject({
    settings: settings.optional().describe('省くと今の設定 / Left out: those in force'),
    networks: networks.optional().describe('省くと今のネットワーク / Left out: those in force'),
    since: time.describe('この時刻を含む 1 時間から後の操作で試す / Tried on what was done since the hour of this time'),
  }),
  answers: {
    200: z.strictObject({
      since: time, until: time,
      version: z.int().describe('比べた版 / The version it is compared with'),
      considered: z.strictObject({ facts: z.int(), requests: z.int() }),
      refused: z.array(refusal.extend({ newly: z.boolean().describe('今は拒否されない / Not refused by the policy in force') })),
      admitted: z.array(refusal).describe('今は拒否され、試した設定では通る / Refused by the policy in force, not by the trial'),
      truncated: z.boolean().describe('載せきれないものがある / There were more than are listed'),
    }),
  },
  async handler({ body: { since, ...trial }, rooms }) {
    const result = await rooms.decisions.simulate({ ...given(trial), since: Date.parse(since) });
    return { status: 200, body: { ...result, since: rfc3339(result.since), until: rfc3339(result.until) } };
  },
});
