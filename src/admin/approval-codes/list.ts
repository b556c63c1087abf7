/** Which approval codes were made, for whom, and what became of them; the codes themselves are kept by nobody. */
import { z } from 'zod';
import { rfc3339 } from '#lib/clock.ts';
import { endpoint } from '../endpoint.ts';
import { given, listOf, page, pageOf, time, timeOrNull, userId } from '../fields.ts';
import { knownId } from '../users/user.ts';

const code = z.strictObject({
  id: z.string(), user_id: z.string(), expires: time, created: time, created_by: z.string(),
  state: z.enum(['unused', 'used', 'expired']),
  used_at: time.nullable(),
  used_device: z.string().nullable().describe('使われた端末の id / The id of the device that used it'),
});

export const list = endpoint({
  method: 'GET',
  path: 'approval-codes',
  summary: '承認コードの一覧。コードそのものは残りません / Approval codes, without the codes themselves',
  scope: 'approval-codes:read',
  query: z.strictObject({ ...page, user_id: userId.optional() }),
  answers: { 200: listOf(code) },
  async handler({ query: { from, limit, user_id }, rooms: { identity, people } }) {
    const filter = given({ after: from, userId: user_id === undefined ? undefined : knownId(people, user_id) });
    const codes = await identity.approvalCodes.list({ ...filter, limit: limit + 1 });
    return {
      status: 200,
      body: pageOf(codes, limit, (row) => row.id, (row) => ({
        id: row.id, user_id: row.userId, expires: rfc3339(row.expires), created: rfc3339(row.created), created_by: row.createdBy,
        state: row.state, used_at: timeOrNull(row.usedAt), used_device: row.usedDevice,
      })),
    };
  },
});
