/** Changes what is known of a person, and what they may. */
import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { why } from '../fields.ts';
import { byOf, byUser, knownId, profile, profileOf, user, userOf } from './user.ts';

export const patch = endpoint({
  method: 'PATCH',
  path: 'users/{user_id}',
  summary: '利用者を変更する。省いた項目は変わりません / Changes a person; what is left out stays',
  scope: 'users:write',
  params: byUser,
  body: z.strictObject({ ...profile, why }),
  answers: { 200: user },
  async handler({ params, body: { why: reason, ...said }, caller, rooms: { people } }) {
    const person = await people.patch(knownId(people, params.user_id), profileOf(said, people), byOf(caller, reason));
    return { status: 200, body: userOf(person) };
  },
});
