/** An administrator made at the machine itself: the first one (`init`), or one when all others are lost (`admin create`). */
import type { Config } from '#config/schema.ts';
import type { People } from '#people/people.ts';
import { withPeople } from './offline-people.ts';

/** Who acts, in the audit log: nobody with an account. */
const actor = 'sekisho-cli';

export interface NewAdministrator {
  user: string;
  name: string;
  why: string;
}

/** Creates the account, or makes an existing one an administrator with a new password. @returns the user ID and the password, which is kept nowhere. */
export async function createAdministrator(config: Config, request: NewAdministrator): Promise<{ userId: string; password: string }> {
  return withPeople(config, async (people) => {
    const userId = people.idOf(request.user);
    if (userId === null) throw new Error(`ユーザーID は英小文字、数字、._=/+- で書いてください / a user ID is of lower-case letters, digits and ._=/+-: ${request.user}`);
    const by = { actor, why: request.why };
    const before = await people.get(userId);
    if (before === null) return { userId, password: await create(people, { ...request, userId }, by) };
    if (before.kind === 'guest') throw new Error(`ゲストは管理者にできません / a guest cannot be an administrator: ${userId}`);
    if (before.state === 'locked') await people.unlock(userId, by);
    await people.patch(userId, { role: 'admin', expires: null }, by);
    const password = await people.setPassword(userId, { password: null, endsSessions: true }, by);
    return { userId, password: password ?? '' };
  });
}

async function create(people: People, { userId, name }: NewAdministrator & { userId: NonNullable<ReturnType<People['idOf']>> }, by: { actor: string; why: string }): Promise<string> {
  const made = await people.create({ userId, name, reading: '', kind: 'staff', role: 'admin', unit: null, groups: [], sponsor: null, email: null, expires: null, password: null }, by);
  return made.password ?? '';
}
