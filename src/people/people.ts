/**
 * The people of the city, as administrators keep them (4.2.2, 4.5.10, 4.5.14, 4.5.15): nobody has an account whom an
 * administrator did not register, staff or a guest with a sponsor. Each act is one transaction with its audit entry.
 */
import type { Audit } from '#audit/audit.ts';
import { endSessions } from '#identity/ending.ts';
import { firstPassword, hashPassword } from '#identity/passwords.ts';
import type { Clock } from '#lib/clock.ts';
import { rfc3339 } from '#lib/clock.ts';
import type { Log } from '#lib/log.ts';
import { userIdOf, type UserId } from '#matrix/identifiers.ts';
import type { Person } from '#model/person.ts';
import { Refused } from '#model/refused.ts';
import type { PeopleFilter } from '#store/repositories/people.ts';
import type { Store, Transaction } from '#store/store.ts';
import { keepAdministrators } from './administrators.ts';
import { checkAccount } from './account.ts';
import { createProvisioning, type HomeserverAccounts } from './provisioning.ts';

export interface PeopleOptions {
  store: Store;
  audit: Audit;
  homeserver: HomeserverAccounts;
  serverName: string;
  clock: Clock;
  log: Log;
}

/** What an administrator says of a person. */
export type Profile = Pick<Person, 'name' | 'reading' | 'role' | 'unit' | 'groups' | 'sponsor' | 'email' | 'expires'>;

export interface NewPerson extends Profile {
  userId: UserId;
  kind: Person['kind'];
  /** Null: Sekisho makes one. */
  password: string | null;
}

/** Who acts (a user ID, or a service key), and why. */
export interface By {
  actor: string;
  why?: string | undefined;
}

export type People = ReturnType<typeof createPeople>;

// Enough to find one beside the one in question.
const mostAdministrators = 1000;

export function createPeople({ store, audit, homeserver, serverName, clock, log }: PeopleOptions) {
  const provisioning = createProvisioning({ store, homeserver, log });
  // Who registered yesterday may still be unknown to a homeserver that was down.
  void provisioning.all();

  /** One act on one person: read, changed by `turn`, guarded, kept, audited and announced together. */
  async function change(userId: UserId, act: string, { actor, why }: By, turn: (before: Person) => Person, also?: (tx: Transaction) => Promise<unknown>): Promise<Person> {
    const after = await store.transaction(async (tx) => {
      const before = await tx.people.get(userId);
      if (before === null) throw new Refused('not_found');
      if (before.state === 'retired') throw new Refused('conflict', { detail: 'この利用者は退職済みです / this person is retired' });
      const wanted = turn(before);
      // The homeserver is to hear of a new name, and of the end.
      const person = { ...wanted, provisioned: before.provisioned && wanted.name === before.name && wanted.state !== 'retired' };
      await checkAccount(tx, person, serverName);
      keepAdministrators({ before, after: person, by: actor, others: await tx.people.list({ role: 'admin', state: 'active', limit: mostAdministrators }), now: clock() });
      await tx.people.update(person);
      await also?.(tx);
      await audit.append(tx, { kind: 'admin', act, actor, user_id: userId, ...(why !== undefined && { why }), details: difference(before, person) });
      await tx.announce('person', userId);
      return person;
    });
    if (!after.provisioned) await provisioning.now(after);
    return await store.people.get(userId) ?? after;
  }

  return {
    /** The user ID that someone means who wrote a whole one or its local part; null when it can be none of this city. */
    idOf: (text: string): UserId | null => userIdOf(text, serverName),

    get: (userId: UserId): Promise<Person | null> => store.people.get(userId),

    list: (filter: PeopleFilter): Promise<Person[]> => store.people.list(filter),

    /** @returns the password where Sekisho made it. @throws Refused conflict (an ID never passes to another), bad_request, weak_password */
    async create({ password, ...profile }: NewPerson, { actor, why }: By): Promise<{ person: Person; password: string | null }> {
      const made = password === null ? firstPassword() : null;
      const hash = await hashPassword(password ?? made ?? '', profile.userId);
      const person: Person = { ...profile, state: 'active', passwordSetBy: 'admin', provisioned: false, created: clock() };
      await store.transaction(async (tx) => {
        if (await tx.people.get(person.userId) !== null) throw new Refused('conflict', { detail: `${person.userId} は登録済みです / is registered already` });
        await checkAccount(tx, person, serverName);
        await tx.people.add(person, hash);
        await audit.append(tx, { kind: 'admin', act: 'users.create', actor, user_id: person.userId, ...(why !== undefined && { why }), details: { kind: person.kind, ...difference(null, person) } });
        await tx.announce('person', person.userId);
      });
      await provisioning.now(person);
      return { person: await store.people.get(person.userId) ?? person, password: made };
    },

    patch: (userId: UserId, profile: Partial<Profile>, by: By): Promise<Person> =>
      change(userId, 'users.patch', by, (before) => ({ ...before, ...profile })),

    lock: (userId: UserId, by: By): Promise<Person> =>
      change(userId, 'users.lock', by, (before) => ({ ...before, state: 'locked' })),

    unlock: (userId: UserId, by: By): Promise<Person> =>
      change(userId, 'users.unlock', by, (before) => ({ ...before, state: 'active' })),

    /** The end of an account: its sessions end, its row stays, so that its ID never passes to another. */
    retire: (userId: UserId, by: By): Promise<Person> =>
      change(userId, 'users.retire', by, (before) => ({ ...before, state: 'retired' }), (tx) => forgetDevices(tx, userId)),

    /** @returns the password where Sekisho made it. */
    async setPassword(userId: UserId, { password, endsSessions }: { password: string | null; endsSessions: boolean }, by: By): Promise<string | null> {
      const made = password === null ? firstPassword() : null;
      const hash = await hashPassword(password ?? made ?? '', userId);
      await change(userId, 'users.password', by, (before) => ({ ...before, passwordSetBy: 'admin' }), async (tx) => {
        await tx.people.setPassword(userId, hash, 'admin');
        if (endsSessions) await endSessions(tx, userId);
      });
      return made;
    },

    close: (): Promise<void> => provisioning.close(),
  };
}

/** Sessions and waiting requests go; at the homeserver the devices end with the account. */
async function forgetDevices(tx: Transaction, userId: UserId): Promise<void> {
  for (const device of await tx.devices.ofUser(userId)) {
    await tx.devices.remove(device.id);
    await tx.announce('device', device.id);
  }
}

/** What an act changed, for the audit log: what bears on rights with its value, the rest by name. */
function difference(before: Person | null, after: Person): Record<string, string | string[] | null> {
  const changed = (['name', 'reading', 'role', 'state', 'unit', 'groups', 'sponsor', 'email', 'expires'] as const)
    .filter((field) => JSON.stringify(before?.[field] ?? null) !== JSON.stringify(after[field] ?? null));
  const values = { role: after.role, state: after.state, unit: after.unit, groups: after.groups, sponsor: after.sponsor, expires: after.expires === null ? null : rfc3339(after.expires) };
  return { changed, ...Object.fromEntries(Object.entries(values).filter(([field]) => (changed as string[]).includes(field))) };
}
