/** Ends an account for good: its sessions end, its name stays on what it wrote. */
import { endpoint } from '../endpoint.ts';
import { reasonOnly } from '../fields.ts';
import { byOf, byUser, knownId, user, userOf } from './user.ts';

export const retire = endpoint({
  method: 'DELETE',
  path: 'users/{user_id}',
  summary: '退職にする。ログインは終わり、ID は他の人に渡りません / Ends the account; its ID never passes to another',
  scope: 'users:write',
  params: byUser,
  body: reasonOnly,
  answers: { 200: user },
  async handler({ params, body, caller, rooms: { people } }) {
    const person = await people.retire(knownId(people, params.user_id), byOf(caller, body.why));
    return { status: 200, body: userOf(person) };
  },
});
