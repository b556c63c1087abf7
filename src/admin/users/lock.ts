/** Locks a person out, on every device at once, until they are unlocked; their clients keep their data. */
import { endpoint } from '../endpoint.ts';
import { reasonOnly } from '../fields.ts';
import { byOf, byUser, knownId, user, userOf } from './user.ts';

export const lock = endpoint({
  method: 'POST',
  path: 'users/{user_id}/lock',
  summary: '利用者を停止する / Locks a person out',
  scope: 'users:write',
  params: byUser,
  body: reasonOnly,
  answers: { 200: user },
  async handler({ params, body, caller, rooms: { people } }) {
    const person = await people.lock(knownId(people, params.user_id), byOf(caller, body.why));
    return { status: 200, body: userOf(person) };
  },
});
