/**
 * Compares the journal with every room at the homeserver and fetches what was never delivered: a restart of the homeserver can
 * lose stored events for good, and nobody is told (homeserver.md, "Losses nobody sees"). Each room is read backwards by its
 * members' eyes to where the last complete comparison began, and a page further, since events that are made at the same time
 * may be stored in another order. Then the missing are kept, oldest first.
 */
import type { Homeserver } from '#homeserver/homeserver.ts';
import { HomeserverRefused } from '#homeserver/homeserver-errors.ts';
import type { Log } from '#lib/log.ts';
import type { RoomId, UserId } from '#matrix/identifiers.ts';
import type { RoomEvent } from '#matrix/room-event.ts';
import type { Journal } from './journal.ts';
import { inParallel } from './in-parallel.ts';
import { findReaders, type Readers, type ReadersOptions } from './readers.ts';

export interface ComparisonOptions extends ReadersOptions {
  homeserver: ReadersOptions['homeserver'] & Pick<Homeserver, 'available' | 'messages'>;
  journal: Pick<Journal, 'append'>;
  log: Log;
}

/** The position in the journal at which the last complete comparison began; all that is older is known to be whole. */
const comparedTo = 'journal_compared_to';
const progressEvery = 500;

/** @returns how many events were missing. @throws when any room could not be compared: then everything is compared again. */
export async function compare(options: ComparisonOptions): Promise<number> {
  const { store, homeserver, log, signal } = options;
  const whole = Number(await store.state.get(comparedTo) ?? 0);
  const begun = await store.events.lastPosition();
  const readers = await findReaders(options);
  const rooms = readers.rooms;
  let compared = 0;
  let found = 0;
  const failed: unknown[] = [];
  log.info({ rooms: rooms.length }, 'ホームサーバとの照合を始めます / Comparing the journal with the homeserver');
  await inParallel(rooms, async (roomId) => {
    signal.throwIfAborted();
    try {
      const missing = await compareRoom(options, readers, roomId, whole);
      found += missing;
    } catch (error) {
      if (signal.aborted || !await homeserver.available()) throw error;
      failed.push(error);
      log.warn({ room_id: roomId, error: String(error) }, 'ルームを照合できません / A room could not be compared');
    }
    if (++compared % progressEvery === 0) log.info({ compared, rooms: rooms.length, found }, '照合中 / Comparing');
  });
  if (failed.length > 0) throw new Error(`${failed.length} ルームを照合できません / ${failed.length} rooms could not be compared`, { cause: failed[0] });
  await store.state.set(comparedTo, String(begun));
  log.info({ rooms: rooms.length, found }, '照合が終わりました / The comparison is complete');
  return found;
}

async function compareRoom(options: ComparisonOptions, readers: Readers, roomId: RoomId, whole: number): Promise<number> {
  const candidates = await readers.of(roomId);
  let found = 0;
  let read = false;
  for (const reader of candidates) {
    try {
      found += await walk(options, reader, roomId, whole);
      read = true;
    } catch (error) {
      if (!(error instanceof HomeserverRefused)) throw error;
      continue;
    }
    // Messages of people whom the reader ignores are hidden from them: then others must read as well.
    if (!await readers.ignoresAnyone(reader)) break;
  }
  if (!read) options.log.info({ room_id: roomId }, '読める利用者がもういないルームです / Nobody is left who can read this room');
  return found;
}

/** Reads backwards and remembers only where pages with gaps begin, so that a long history needs no memory. */
async function walk({ store, homeserver, journal, signal }: ComparisonOptions, reader: UserId, roomId: RoomId, whole: number): Promise<number> {
  const gaps: string[] = [];
  let found = 0;
  let reached = false;
  for (let from: string | null = null; ;) {
    signal.throwIfAborted();
    const page = await homeserver.messages(reader, roomId, from);
    const places = await store.events.places(page.events.map((event) => event.event_id));
    const placeOf = ({ event_id: id }: RoomEvent) => {
      const place = places.get(id);
      // One that was fetched early has no place of its own yet: it counts as missing.
      return place === undefined || place.source === 'fetched' ? Infinity : place.position;
    };
    const missing = page.events.filter((event) => placeOf(event) === Infinity).length;
    if (missing > 0) gaps.push(page.start);
    found += missing;
    if (reached || page.end === null) break;
    reached = page.events.some((event) => placeOf(event) <= whole);
    from = page.end;
  }
  for (const start of gaps.toReversed()) {
    const page = await homeserver.messages(reader, roomId, start);
    await journal.append(page.events.toReversed(), 'reconciled');
  }
  return found;
}
