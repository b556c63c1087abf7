/** The rows of the audit log and the signed heads kept beside them; what they mean, and that they agree, is known to the audit room. */
import type { Knex } from 'knex';

export interface AuditRow {
  /** From 1, without gaps: a tree of size n covers the entries 1 to n. */
  seq: number;
  at: number;
  kind: string;
  userId: string | null;
  /** The leaf hash in base64. */
  leaf: string;
  body: string;
}

export interface AuditFilter {
  /** The greatest seq wanted. */
  from?: number | undefined;
  limit: number;
  kind?: string | undefined;
  user?: string | undefined;
  /** Milliseconds, both inclusive. */
  since?: number | undefined;
  until?: number | undefined;
}

export interface AuditHeadRow {
  size: number;
  note: string;
}

type Row = Omit<AuditRow, 'userId'> & { user_id: string | null };

/** SQLite takes no more than 500 rows in one statement. */
const insertBatch = 250;
const readBatch = 1000;

function fromRow({ user_id, ...row }: Row): AuditRow {
  return { ...row, userId: user_id };
}

export function createAudit(knex: Knex) {
  return {
    async insert(rows: readonly AuditRow[]): Promise<void> {
      for (let i = 0; i < rows.length; i += insertBatch) {
        await knex('audit').insert(rows.slice(i, i + insertBatch).map(({ userId, ...row }): Row => ({ ...row, user_id: userId })));
      }
    },

    /** Newest first. */
    async list(filter: AuditFilter): Promise<AuditRow[]> {
      const query = knex<Row>('audit').orderBy('seq', 'desc').limit(filter.limit);
      if (filter.from !== undefined) query.where('seq', '<=', filter.from);
      if (filter.kind !== undefined) query.where('kind', filter.kind);
      if (filter.user !== undefined) query.where('user_id', filter.user);
      if (filter.since !== undefined) query.where('at', '>=', filter.since);
      if (filter.until !== undefined) query.where('at', '<=', filter.until);
      return (await query.select('*')).map(fromRow);
    },

    /** All rows behind `after` in their order, a part at a time. */
    async *rows(after: number): AsyncGenerator<AuditRow> {
      for (let last = after; ;) {
        const rows = await knex<Row>('audit').where('seq', '>', last).orderBy('seq').limit(readBatch).select('*');
        for (const row of rows) yield fromRow(row);
        if (rows.length < readBatch) return;
        last = rows.at(-1)?.seq ?? last;
      }
    },

    async insertHead(head: AuditHeadRow & { at: number }): Promise<void> {
      await knex('audit_heads').insert(head).onConflict('size').ignore();
    },

    async newestHead(): Promise<AuditHeadRow | null> {
      return await knex('audit_heads').orderBy('size', 'desc').first<AuditHeadRow | undefined>('size', 'note') ?? null;
    },

    /** The heads up to a size, smallest first, a part at a time. */
    async *heads(upTo: number): AsyncGenerator<AuditHeadRow> {
      for (let last = -1; ;) {
        const heads = await knex('audit_heads').where('size', '>', last).andWhere('size', '<=', upTo).orderBy('size').limit(readBatch).select<AuditHeadRow[]>('size', 'note');
        yield* heads;
        if (heads.length < readBatch) return;
        last = heads.at(-1)?.size ?? last;
      }
    },
  };
}
