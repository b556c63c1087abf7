/** One-time approval codes, kept as hashes (4.5.2). */
import type { Knex } from 'knex';
import type { UserId } from '#matrix/identifiers.ts';

export interface ApprovalCodeRow {
  id: string;
  hash: string;
  userId: UserId;
  expires: number;
  created: number;
  createdBy: string;
  usedAt: number | null;
  /** Device.id. */
  usedDevice: string | null;
}

interface Row {
  id: string;
  hash: string;
  user_id: UserId;
  expires: number;
  created: number;
  created_by: string;
  used_at: number | null;
  used_device: string | null;
}

function toCode(row: Row): ApprovalCodeRow {
  return {
    id: row.id, hash: row.hash, userId: row.user_id, expires: row.expires, created: row.created, createdBy: row.created_by,
    usedAt: row.used_at, usedDevice: row.used_device,
  };
}

export function createApprovalCodes(knex: Knex) {
  return {
    async byHash(hash: string): Promise<ApprovalCodeRow | null> {
      const row = await knex('approval_codes').where({ hash }).first<Row | undefined>();
      return row === undefined ? null : toCode(row);
    },
    async list(filter: { after?: string; limit: number; userId?: string }): Promise<ApprovalCodeRow[]> {
      const query = knex('approval_codes').orderBy('id').limit(filter.limit).select<Row[]>('*');
      if (filter.after !== undefined) query.where('id', '>', filter.after);
      if (filter.userId !== undefined) query.where('user_id', filter.userId);
      return (await query).map(toCode);
    },
    async add(code: ApprovalCodeRow): Promise<void> {
      const row: Row = {
        id: code.id, hash: code.hash, user_id: code.userId, expires: code.expires, created: code.created, created_by: code.createdBy,
        used_at: code.usedAt, used_device: code.usedDevice,
      };
      await knex('approval_codes').insert(row);
    },
    async use(hash: string, device: string, now: number): Promise<void> {
      await knex('approval_codes').where({ hash }).update({ used_at: now, used_device: device });
    },
  };
}
