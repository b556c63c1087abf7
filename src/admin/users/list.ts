/** The people of the city. */
import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { given, line, listOf, page, pageOf } from '../fields.ts';
import { user, userOf } from './user.ts';

export const list = endpoint({
  method: 'GET',
  path: 'users',
  summary: '利用者の一覧 / The people of the city',
  scope: 'users:read',
  query: z.strictObject({
    ...page,
    kind: z.enum(['staff', 'guest']).optional(),
    role: z.enum(['general', 'admin', 'approver']).optional(),
    state: z.enum(['active', 'locked', 'retired']).optional(),
    unit: line(64).min(1).optional().describe('所属コード / Code of the unit'),
  }),
  answers: { 200: listOf(user) },
  async handler({ query: { from, limit, ...filter }, rooms }) {
    const people = await rooms.people.list({ ...given({ ...filter, after: from }), limit: limit + 1 });
    return { status: 200, body: pageOf(people, limit, (person) => person.userId, userOf) };
  },
});
