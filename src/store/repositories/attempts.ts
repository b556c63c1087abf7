/** Failed logins by account (a hash) and address: what the lock-out counts (4.3.3). */
import type { Knex } from 'knex';

export interface Failures {
  /** Of the account. */
  account: number;
  /** Different accounts that failed from the address. */
  addressAccounts: number;
  /** When the oldest of those counted happened; null when there is none. */
  oldest: number | null;
}

export function createAttempts(knex: Knex) {
  return {
    async since(time: number, account: string, address: string): Promise<Failures> {
      const count = async (where: Record<string, string>, what: string) => {
        const row = await knex('attempts').where(where).where('at', '>', time)
          .first<{ count: number | string; oldest: number | string | null }>(knex.raw(`${what} as count`), knex.raw('min(at) as oldest'));
        return { count: Number(row.count), oldest: row.oldest === null ? null : Number(row.oldest) };
      };
      const own = await count({ account }, 'count(*)');
      const near = await count({ address }, 'count(distinct account)');
      const times = [own.oldest, near.oldest].filter((at) => at !== null);
      return { account: own.count, addressAccounts: near.count, oldest: times.length === 0 ? null : Math.min(...times) };
    },
    async add(account: string, address: string, now: number): Promise<void> {
      await knex('attempts').insert({ account, address, at: now });
    },
    async forget(account: string): Promise<void> {
      await knex('attempts').where({ account }).delete();
    },
    async removeBefore(time: number): Promise<void> {
      await knex('attempts').where('at', '<', time).delete();
    },
  };
}
