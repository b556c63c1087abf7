/** The transactions of the homeserver that are kept: one that comes again changes nothing. */
import type { Knex } from 'knex';

export function createTransactions(knex: Knex) {
  return {
    /** @returns false when it is kept already. */
    async add(id: string, received: number): Promise<boolean> {
      const added: unknown[] = await knex('transactions').insert({ txn_id: id, received }).onConflict('txn_id').ignore().returning('txn_id');
      return added.length > 0;
    },
  };
}
