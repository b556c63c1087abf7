/** Registers a member of staff or a guest (4.5.10, 4.5.14, 4.5.15). */
import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { userId, why } from '../fields.ts';
import { badRequest } from '../input.ts';
import { byOf, password, passwordOnce, profile, profileOf, user, userOf } from './user.ts';

export const create = endpoint({
  method: 'POST',
  path: 'users',
  summary: '利用者を登録する。ゲストには担当の職員（sponsor）が要ります / Registers a person; a guest needs a sponsor',
  scope: 'users:write',
  body: z.strictObject({
    ...profile,
    user_id: userId,
    name: profile.name.unwrap(),
    kind: z.enum(['staff', 'guest']).default('staff'),
    password: password.optional(),
    why,
  }),
  answers: { 201: user.extend({ password: passwordOnce }) },
  async handler({ body: { user_id, kind, password: wanted, why: reason, ...said }, caller, rooms: { people } }) {
    const id = people.idOf(user_id);
    if (id === null) throw badRequest('body.user_id: この市のユーザーIDではありません / is no user ID of this city');
    const { person, password: made } = await people.create({
      reading: '', role: 'general', unit: null, groups: [], sponsor: null, email: null, expires: null,
      ...profileOf(said, people), name: said.name, userId: id, kind, password: wanted ?? null,
    }, byOf(caller, reason));
    return { status: 201, body: { ...userOf(person), ...(made !== null && { password: made }) } };
  },
});
