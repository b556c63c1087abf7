/** Lets a locked person in again; no new login is needed. */
import { endpoint } from '../endpoint.ts';
import { reasonOnly } from '../fields.ts';
import { byOf, byUser, knownId, user, userOf } from './user.ts';

export const unlock = endpoint({
  method: 'POST',
  path: 'users/{user_id}/unlock',
  summary: '停止を解く / Lets a locked person in again',
  scope: 'users:write',
  params: byUser,
  body: reasonOnly,
  answers: { 200: user },
  async handler({ params, body, caller, rooms: { people } }) {
    const person = await people.unlock(knownId(people, params.user_id), byOf(caller, body.why));
    return { status: 200, body: userOf(person) };
  },
});
