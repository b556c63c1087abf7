/** What must be true of every account (4.5.15): a guest has no rights and a sponsor, a unit exists. */
import { isUserId } from '#matrix/identifiers.ts';
import type { Person } from '#model/person.ts';
import { Refused } from '#model/refused.ts';
import type { Repositories } from '#store/store.ts';

/** @throws Refused bad_request, naming the field as the admin REST does. */
export async function checkAccount(store: Repositories, person: Person, serverName: string): Promise<void> {
  const wrong = (detail: string) => new Refused('bad_request', { detail });
  if (!isUserId(person.userId) || !person.userId.endsWith(`:${serverName}`)) throw wrong('user_id: この市のユーザーIDではありません / is no user ID of this city');
  if (person.unit !== null && !(await store.units.all()).some((unit) => unit.code === person.unit)) throw wrong('unit: その所属コードはありません / there is no such unit');
  if (person.kind === 'staff') {
    if (person.sponsor !== null) throw wrong('sponsor: 職員には要りません / only guests have one');
    return;
  }
  if (person.role !== 'general') throw wrong('role: ゲストは general だけです / a guest is always general');
  const sponsor = person.sponsor === null ? null : await store.people.get(person.sponsor);
  if (sponsor?.kind !== 'staff' || sponsor.state === 'retired') throw wrong('sponsor: ゲストには担当の職員が要ります / a guest needs a member of staff who answers for them');
}
