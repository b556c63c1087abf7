/** One person. */
import { Refused } from '#model/refused.ts';
import { endpoint } from '../endpoint.ts';
import { byUser, knownId, user, userOf } from './user.ts';

export const get = endpoint({
  method: 'GET',
  path: 'users/{user_id}',
  summary: '利用者 / One person',
  scope: 'users:read',
  params: byUser,
  answers: { 200: user },
  async handler({ params, rooms }) {
    const person = await rooms.people.get(knownId(rooms.people, params.user_id));
    if (person === null) throw new Refused('not_found');
    return { status: 200, body: userOf(person) };
  },
});
