/** Keys with which other systems call the admin REST. Only a key's hash is kept; the key is shown once, when it is made. */
import type { Knex } from 'knex';

export interface ServiceKey {
  id: string;
  name: string;
  scopes: string[];
  created: number;
  createdBy: string;
  lastUsed: number | null;
}

interface Row {
  id: string;
  hash: string;
  name: string;
  scopes: string;
  created: number;
  created_by: string;
  last_used: number | null;
}

const columns = ['id', 'name', 'scopes', 'created', 'created_by', 'last_used'] as const;

const keyOf = (row: Omit<Row, 'hash'>): ServiceKey => ({
  id: row.id, name: row.name, scopes: JSON.parse(row.scopes) as string[], created: row.created, createdBy: row.created_by, lastUsed: row.last_used,
});

export function createServiceKeys(knex: Knex) {
  return {
    async add(key: ServiceKey, hash: string): Promise<void> {
      await knex<Row>('service_keys').insert({
        id: key.id, name: key.name, hash, scopes: JSON.stringify(key.scopes), created: key.created, created_by: key.createdBy, last_used: key.lastUsed,
      });
    },
    async byHash(hash: string): Promise<ServiceKey | null> {
      const row = await knex<Row>('service_keys').where({ hash }).first(...columns);
      return row === undefined ? null : keyOf(row);
    },
    async get(id: string): Promise<ServiceKey | null> {
      const row = await knex<Row>('service_keys').where({ id }).first(...columns);
      return row === undefined ? null : keyOf(row);
    },
    /** In order of their ids, from the one after `after`. */
    async list(after: string | undefined, limit: number): Promise<ServiceKey[]> {
      const rows = await knex<Row>('service_keys').where('id', '>', after ?? '').orderBy('id').limit(limit).select(...columns);
      return rows.map(keyOf);
    },
    async remove(id: string): Promise<void> {
      await knex<Row>('service_keys').where({ id }).delete();
    },
    async used(id: string, at: number): Promise<void> {
      await knex<Row>('service_keys').where({ id }).update({ last_used: at });
    },
  };
}
