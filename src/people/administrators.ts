/** The city keeps an administrator: nobody ends their own access by mistake, and nobody ends that of the last one (4.5.10). */
import { Refused } from '#model/refused.ts';
import type { Person } from '#model/person.ts';

export function isActiveAdministrator(person: Person, now: number): boolean {
  return person.role === 'admin' && person.state === 'active' && (person.expires === null || person.expires > now);
}

/** @throws Refused conflict when `by` may not turn `before` into `after`; `others` are all administrators. */
export function keepAdministrators(change: { before: Person; after: Person; by: string; others: readonly Person[]; now: number }): void {
  const { before, after, by, others, now } = change;
  const lapses = (person: Person) => person.expires !== null && person.expires <= now;
  if (before.userId === by && (after.state !== before.state || after.role !== before.role || (lapses(after) && !lapses(before)))) {
    throw new Refused('conflict', { detail: '自分自身の利用を止める操作はできません / nobody ends their own access' });
  }
  if (!isActiveAdministrator(before, now) || isActiveAdministrator(after, now)) return;
  if (!others.some((person) => person.userId !== before.userId && isActiveAdministrator(person, now))) {
    throw new Refused('conflict', { detail: '最後の管理者です / is the last administrator' });
  }
}
