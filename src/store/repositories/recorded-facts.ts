/** Distinct facts by device and hour with how often they came: what a policy is tried on. */
import type { Knex } from 'knex';

export interface RecordedFacts {
  /** When the hour began. */
  hour: number;
  /** Device.id; before there is a device the user ID, and empty for a stranger. */
  device: string;
  hash: string;
  userId: string | null;
  /** JSON. */
  facts: string;
  count: number;
}

type Row = Omit<RecordedFacts, 'userId'> & { user_id: string | null };

/** SQLite takes no more than 500 rows in one statement. */
export const factsBatch = 250;

export function createRecordedFacts(knex: Knex) {
  return {
    /** Adds to the counts of what is there; at most `factsBatch` rows, all or none of them. */
    async add(rows: readonly RecordedFacts[]): Promise<void> {
      // Two processes that add to the same rows take them in the same order, so neither waits for the other for ever.
      const ordered = rows.map(({ userId, ...row }): Row => ({ ...row, user_id: userId })).sort((a, b) => a.hour - b.hour || compare(a.device, b.device) || compare(a.hash, b.hash));
      await knex('recorded_facts').insert(ordered).onConflict(['hour', 'device', 'hash']).merge({ count: knex.raw('recorded_facts.count + excluded.count') });
    },
    /** All of the hours from `since` to `until`, both included, a part at a time. */
    async *batches(since: number, until: number): AsyncGenerator<RecordedFacts[]> {
      for (let last: Row | undefined; ;) {
        const query = knex<Row>('recorded_facts').whereBetween('hour', [since, until]);
        if (last !== undefined) query.whereRaw('(hour, device, hash) > (?, ?, ?)', [last.hour, last.device, last.hash]);
        const rows = await query.orderBy(['hour', 'device', 'hash']).limit(factsBatch).select('*');
        yield rows.map(({ user_id, ...row }) => ({ ...row, userId: user_id }));
        if (rows.length < factsBatch) return;
        last = rows.at(-1);
      }
    },
    async deleteBefore(hour: number): Promise<number> {
      return knex('recorded_facts').where('hour', '<', hour).delete();
    },
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
