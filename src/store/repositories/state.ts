/** Single values that outlive a restart: the size of the audit tree, the room of Sekisho's own, how far a comparison got. */
import type { Knex } from 'knex';

export function createState(knex: Knex) {
  return {
    async get(name: string): Promise<string | null> {
      const row = await knex('state').where({ name }).first<{ value: string } | undefined>('value');
      return row?.value ?? null;
    },
    async set(name: string, value: string): Promise<void> {
      await knex('state').insert({ name, value }).onConflict('name').merge();
    },
  };
}
