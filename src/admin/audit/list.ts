/** The tamper-evident log: refusals, logins, acts of administrators, changes of the policy. */
import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { digits, given, listOf, page, time, userId } from '../fields.ts';
import { knownId } from '../users/user.ts';

const item = z.strictObject({
  seq: z.int(), time,
  kind: z.enum(['refusal', 'login', 'admin', 'policy', 'device', 'system']),
  act: z.string(),
  actor: z.string().optional().describe('した人、または service_key:… / Who did it, or service_key:…'),
  address: z.string().optional(), zone: z.string().optional(),
  user_id: z.string().optional().describe('された人 / To whom'),
  device: z.string().optional(),
  reasons: z.array(z.string()).readonly().optional(),
  why: z.string().optional(),
  count: z.int().optional().describe('同じことの回数 / How often the same'),
  from: time.optional(), until: time.optional(),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())])).optional(),
});

export const list = endpoint({
  method: 'GET',
  path: 'audit',
  summary: '監査ログ。新しい順 / The audit log, newest first',
  scope: 'audit:read',
  query: z.strictObject({
    from: digits(1, 2 ** 31 - 1).optional().describe('この番号から前 / From this number backwards'),
    limit: page.limit,
    kind: item.shape.kind.optional(),
    user: userId.optional().describe('された人 / To whom'),
    since: time.optional(),
    until: time.optional(),
  }),
  answers: { 200: listOf(item) },
  async handler({ query: { user, since, until, ...query }, rooms }) {
    const { items, next } = await rooms.audit.list({
      ...given({ from: query.from, kind: query.kind, user: user === undefined ? undefined : knownId(rooms.people, user), since: ms(since), until: ms(until) }),
      limit: query.limit,
    });
    return { status: 200, body: { items, ...(next !== undefined && { next: String(next) }) } };
  },
});

const ms = (text: string | undefined) => text === undefined ? undefined : Date.parse(text);
