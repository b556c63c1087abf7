/** Read receipts as the homeserver delivered them, in order: `{eventId: {"m.read": {userId: {ts}}}}` of one room each. */
import type { Knex } from 'knex';
import type { RoomId } from '#matrix/identifiers.ts';

export interface Receipt {
  roomId: RoomId;
  content: Record<string, unknown>;
}

export function createReceipts(knex: Knex) {
  return {
    async append(receipts: readonly Receipt[], received: number): Promise<void> {
      if (receipts.length === 0) return;
      await knex('receipts').insert(receipts.map(({ roomId, content }) => ({ room_id: roomId, content: JSON.stringify(content), received })));
    },

    /** Receipts after `id`, in order. */
    async after(id: number, limit: number): Promise<(Receipt & { id: number; received: number })[]> {
      const rows = await knex('receipts').where('id', '>', id).orderBy('id').limit(limit).select<{ id: number; room_id: RoomId; content: string; received: number }[]>();
      return rows.map((row) => ({ id: row.id, roomId: row.room_id, content: JSON.parse(row.content) as Record<string, unknown>, received: row.received }));
    },
  };
}
