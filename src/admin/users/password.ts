/** Gives a person another password; unless told otherwise, whoever knew the old one is logged out everywhere. */
import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { why } from '../fields.ts';
import { byOf, byUser, knownId, password as text, passwordOnce } from './user.ts';

export const password = endpoint({
  method: 'POST',
  path: 'users/{user_id}/password',
  summary: 'パスワードを設定し直す / Sets another password',
  scope: 'users:write',
  params: byUser,
  body: z.strictObject({
    password: text.optional(),
    end_sessions: z.boolean().default(true).describe('すべての端末をログアウトするか / Whether every device is logged out'),
    why,
  }),
  answers: { 200: z.strictObject({ password: passwordOnce }) },
  async handler({ params, body, caller, rooms: { people } }) {
    const wanted = { password: body.password ?? null, endsSessions: body.end_sessions };
    const made = await people.setPassword(knownId(people, params.user_id), wanted, byOf(caller, body.why));
    return { status: 200, body: made === null ? {} : { password: made } };
  },
});
