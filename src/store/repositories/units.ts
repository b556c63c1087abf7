/** The units of the organisation, 部 > 課 > 係. */
import type { Knex } from 'knex';
import type { Unit } from '#model/person.ts';

export function createUnits(knex: Knex) {
  return {
    async all(): Promise<Unit[]> {
      return knex('units').orderBy('code').select<Unit[]>('code', 'name', 'parent');
    },
    async get(code: string): Promise<Unit | null> {
      return await knex('units').where({ code }).first<Unit | undefined>('code', 'name', 'parent') ?? null;
    },
    async put(unit: Unit): Promise<void> {
      await knex('units').insert({ code: unit.code, name: unit.name, parent: unit.parent }).onConflict('code').merge();
    },
  };
}
