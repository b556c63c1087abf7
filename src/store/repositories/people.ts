/** People with an account, and the hash of their password, which no other repository and no answer carries (4.2.1, 4.2.2). */
import type { Knex } from 'knex';
import type { UserId } from '#matrix/identifiers.ts';
import type { Person } from '#model/person.ts';

interface Row {
  user_id: UserId;
  name: string;
  reading: string;
  kind: Person['kind'];
  role: Person['role'];
  state: Person['state'];
  unit: string | null;
  groups: string;
  sponsor: UserId | null;
  email: string | null;
  expires: number | null;
  password_set_by: Person['passwordSetBy'];
  provisioned: boolean | number;
  created: number;
}

const columns = ['user_id', 'name', 'reading', 'kind', 'role', 'state', 'unit', 'groups', 'sponsor', 'email', 'expires', 'password_set_by', 'provisioned', 'created'];

function toPerson(row: Row): Person {
  return {
    userId: row.user_id, name: row.name, reading: row.reading, kind: row.kind, role: row.role, state: row.state, unit: row.unit,
    groups: JSON.parse(row.groups) as string[], sponsor: row.sponsor, email: row.email, expires: row.expires,
    passwordSetBy: row.password_set_by, provisioned: Boolean(row.provisioned), created: row.created,
  };
}

function toRow(person: Person): Row {
  return {
    user_id: person.userId, name: person.name, reading: person.reading, kind: person.kind, role: person.role, state: person.state,
    unit: person.unit, groups: JSON.stringify(person.groups), sponsor: person.sponsor, email: person.email, expires: person.expires,
    password_set_by: person.passwordSetBy, provisioned: person.provisioned, created: person.created,
  };
}

/** What a list of people may be narrowed to. */
export interface PeopleFilter {
  /** In the order of user IDs, those after this one. */
  after?: string;
  limit: number;
  kind?: Person['kind'];
  role?: Person['role'];
  state?: Person['state'];
  unit?: string;
  provisioned?: boolean;
}

export function createPeople(knex: Knex) {
  return {
    async get(userId: string): Promise<Person | null> {
      const row = await knex('people').where({ user_id: userId }).first<Row | undefined>(columns);
      return row === undefined ? null : toPerson(row);
    },
    async list(filter: PeopleFilter): Promise<Person[]> {
      const query = knex('people').orderBy('user_id').limit(filter.limit).select<Row[]>(columns);
      if (filter.after !== undefined) query.where('user_id', '>', filter.after);
      for (const key of ['kind', 'role', 'state', 'unit', 'provisioned'] as const) {
        const value = filter[key];
        if (value !== undefined) query.where(key, value);
      }
      return (await query).map(toPerson);
    },
    async administrators(): Promise<Person[]> {
      return (await knex('people').where({ role: 'admin' }).select<Row[]>(columns)).map(toPerson);
    },
    /** Those of whom the homeserver is still to learn: new ones, new names, and who retired. */
    async unprovisioned(): Promise<Person[]> {
      return (await knex('people').where({ provisioned: false }).orderBy('created').select<Row[]>(columns)).map(toPerson);
    },
    /** The homeserver knows the person as given; whoever changed meanwhile stays due. */
    async provisioned(person: Person): Promise<void> {
      await knex('people').where({ user_id: person.userId, name: person.name, state: person.state }).update({ provisioned: true });
    },
    async passwordHash(userId: string): Promise<string | null> {
      const row = await knex('people').where({ user_id: userId }).first<{ password_hash: string } | undefined>('password_hash');
      return row?.password_hash ?? null;
    },
    async add(person: Person, passwordHash: string): Promise<void> {
      await knex('people').insert({ ...toRow(person), password_hash: passwordHash });
    },
    async update(person: Person): Promise<void> {
      await knex('people').where({ user_id: person.userId }).update(toRow(person));
    },
    async setPassword(userId: string, passwordHash: string, by: Person['passwordSetBy']): Promise<void> {
      await knex('people').where({ user_id: userId }).update({ password_hash: passwordHash, password_set_by: by });
    },
  };
}
