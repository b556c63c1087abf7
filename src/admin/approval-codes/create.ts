/** Makes approval codes for a person (4.5.2); each admits one login, and is shown once. */
import { z } from 'zod';
import { rfc3339 } from '#lib/clock.ts';
import { endpoint } from '../endpoint.ts';
import { time, userId, why } from '../fields.ts';
import { knownId } from '../users/user.ts';

export const create = endpoint({
  method: 'POST',
  path: 'approval-codes',
  summary: '承認コードを作る。コードは一度だけ答えます / Makes approval codes; they are answered once',
  scope: 'approval-codes:write',
  body: z.strictObject({
    user_id: userId,
    count: z.int().min(1).max(100).default(1),
    expires: time.optional().describe('期限。省くと 1 週間 / Until when; a week if left out'),
    why,
  }),
  answers: { 201: z.strictObject({ items: z.array(z.strictObject({ id: z.string(), code: z.string(), user_id: z.string(), expires: time })) }) },
  async handler({ body, caller, rooms: { identity, people } }) {
    const request = { userId: knownId(people, body.user_id), count: body.count, expires: body.expires === undefined ? null : Date.parse(body.expires) };
    const codes = await identity.approvalCodes.create(request, caller.actor, body.why);
    return { status: 201, body: { items: codes.map(({ id, code, userId, expires }) => ({ id, code, user_id: userId, expires: rfc3339(expires) })) } };
  },
});
