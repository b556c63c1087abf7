/**
 * The record of events. The content of an event is never changed once it is kept; its position is the order of the
 * homeserver's transactions. An event that was fetched early has no place of its own until a transaction or a comparison gives
 * it one; what a comparison finds was lost, and stands in its room's order after all that was kept by then.
 */
import type { Knex } from 'knex';
import type { EventId, RoomId, UserId } from '#matrix/identifiers.ts';
import type { RoomEvent } from '#matrix/room-event.ts';

/** How an event came: delivered, fetched because a redaction waited for it, or found missing by a comparison. */
export type EventSource = 'transaction' | 'fetched' | 'reconciled';

export interface KeptEvent {
  event: RoomEvent;
  position: number;
  source: EventSource;
  received: number;
}

interface Row {
  position: number;
  source: EventSource;
  received: number;
  event: string;
}

// 10 columns a row; SQLite takes at most 32,766 values in one statement.
const rowsAtOnce = 500;

export function createEvents(knex: Knex) {
  async function lastPosition(): Promise<number> {
    const row = await knex('events').max({ position: 'position' }).first<{ position: number | null }>();
    return row?.position ?? 0;
  }

  /** Where those of `ids` stand that are kept. */
  async function places(ids: readonly EventId[]): Promise<Map<EventId, { position: number; source: EventSource }>> {
    const rows: { event_id: EventId; position: number; source: EventSource }[] = [];
    for (let from = 0; from < ids.length; from += rowsAtOnce) {
      rows.push(...await knex('events').whereIn('event_id', ids.slice(from, from + rowsAtOnce)).select('event_id', 'position', 'source'));
    }
    return new Map(rows.map((row) => [row.event_id, row]));
  }

  return {
    lastPosition,
    places,

    /** Keeps what is not kept yet, in the order given; only within a transaction of the store. @returns the newly kept. */
    async append(events: readonly RoomEvent[], source: EventSource, received: number): Promise<RoomEvent[]> {
      const kept = new Map([...await places(events.map((event) => event.event_id))].map(([id, place]) => [id, place.source]));
      let position = await lastPosition();
      const fresh: RoomEvent[] = [];
      const rows = [];
      for (const event of events) {
        const before = kept.get(event.event_id);
        kept.set(event.event_id, source);
        if (before === undefined) {
          fresh.push(event);
          rows.push(rowOf(event, ++position, source, received));
        } else if (before === 'fetched' && source !== 'fetched') {
          await knex('events').where({ event_id: event.event_id }).update({ position: ++position, source });
        }
      }
      for (let from = 0; from < rows.length; from += rowsAtOnce) await knex('events').insert(rows.slice(from, from + rowsAtOnce));
      return fresh;
    },

    async get(eventId: EventId): Promise<KeptEvent | null> {
      const row = await knex('events').where({ event_id: eventId }).first<Row | undefined>('position', 'source', 'received', 'event');
      return row === undefined ? null : keptEvent(row);
    },

    /** Events after `position`, in order. */
    async after(position: number, limit: number): Promise<KeptEvent[]> {
      const rows = await knex('events').where('position', '>', position).orderBy('position').limit(limit).select<Row[]>('position', 'source', 'received', 'event');
      return rows.map(keptEvent);
    },

    /** Every room of which something is kept. */
    async rooms(): Promise<RoomId[]> {
      return knex('events').distinct().pluck('room_id');
    },

    /** Who was ever spoken of as a member of the room, as its kept events say. */
    async membersEver(roomId: RoomId): Promise<UserId[]> {
      return knex('events').where({ room_id: roomId, type: 'm.room.member' }).whereNotNull('state_key').distinct().pluck('state_key');
    },
  };
}

function keptEvent({ position, source, received, event }: Row): KeptEvent {
  return { position, source, received, event: JSON.parse(event) as RoomEvent };
}

function rowOf(event: RoomEvent, position: number, source: EventSource, received: number) {
  return {
    event_id: event.event_id, position, room_id: event.room_id, type: column(event.type), sender: column(event.sender),
    state_key: event.state_key === undefined ? null : column(event.state_key),
    // A sender writes this time as it likes; the whole event is in `event`.
    sent: Number.isSafeInteger(event.origin_server_ts) ? event.origin_server_ts : 0,
    received, source, event: JSON.stringify(event),
  };
}

// PostgreSQL holds no NUL in text, and one such event must not stop all that come after it.
const column = (text: string) => text.replaceAll('\0', '\uFFFD');
