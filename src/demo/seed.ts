/** Registers the people of the demo city. What is there already stays, so an interrupted first start is taken up again. */
import type { Config } from '#config/schema.ts';
import { systemClock, type Clock } from '#lib/clock.ts';
import type { UserId } from '#matrix/identifiers.ts';
import type { NewPerson } from '#people/people.ts';
import { withPeople } from '#cli/offline-people.ts';
import type { Accounts } from './accounts.ts';
import { admin, general, guest, units, type DemoPerson } from './people.ts';

/** The homeserver should answer, so that everybody is known there when this returns. */
export async function seedPeople(config: Config, accounts: Accounts, clock: Clock = systemClock): Promise<void> {
  const idOf = (person: { user: string }) => `@${person.user}:${config.server.server_name}` as UserId;
  const account = (person: DemoPerson, password: string): NewPerson => ({
    userId: idOf(person), name: person.name, reading: person.reading, unit: person.unit, password,
    kind: 'staff', role: 'general', groups: [], sponsor: null, email: null, expires: null,
  });
  const everybody: NewPerson[] = [
    { ...account(admin, accounts.admin.password), role: 'admin' },
    ...general.map((person, i) => account(person, accounts.general[i]?.password ?? '')),
    { ...account(guest, accounts.guest.password), kind: 'guest', sponsor: idOf({ user: guest.sponsor }) },
  ];
  await withPeople(config, async (people, store) => {
    await store.transaction(async (tx) => {
      for (const unit of units) await tx.units.put(unit);
    });
    for (const person of everybody) {
      if (await people.get(person.userId) === null) await people.create(person, { actor: 'demo', why: 'デモの市の利用者 / people of the demo city' });
    }
  }, clock);
}
