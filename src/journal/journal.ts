/**
 * The record of what was said (4.5.7): every event in order, before any deletion or edit can reach it. It takes in whole
 * transactions of the homeserver, and gives a redaction leave to go on only once its target is kept.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Homeserver } from '#homeserver/homeserver.ts';
import type { Clock } from '#lib/clock.ts';
import type { Log } from '#lib/log.ts';
import type { EventId, RoomId } from '#matrix/identifiers.ts';
import { isPruned, type RoomEvent } from '#matrix/room-event.ts';
import type { EventSource } from '#store/repositories/events.ts';
import type { Receipt } from '#store/repositories/receipts.ts';
import type { Store, Transaction } from '#store/store.ts';

export interface JournalOptions {
  store: Store;
  homeserver: Pick<Homeserver, 'event'>;
  clock: Clock;
  log: Log;
}

/** One transaction of the homeserver, parsed. */
export interface Delivery {
  txnId: string;
  events: RoomEvent[];
  receipts: Receipt[];
}

export interface Target {
  roomId: RoomId;
  eventId: EventId;
  /** The homeserver token of the caller, who must be able to read the target. */
  token: string;
}

export interface Journal {
  /** Keeps events durably; those that are kept already stay as they are. */
  append(events: readonly RoomEvent[], source: EventSource): Promise<void>;
  /** Keeps a whole transaction, or nothing of it. A second delivery of the same changes nothing. */
  deliver(delivery: Delivery): Promise<void>;
  /** Sees to it that the event is kept before it is redacted. @returns null when the caller can read no such event. */
  keepTarget(target: Target): Promise<{ sender: string } | null>;
}

/** How long a redaction waits for its target's transaction, which usually is 2–5 ms behind the send. */
const patienceMs = 1000;
/** Another process may be the one that receives the transaction. */
const pollMs = 100;

export function createJournal({ store, homeserver, clock, log }: JournalOptions): Journal {
  const waiters = new Map<EventId, Set<() => void>>();

  async function keep(tx: Transaction, events: readonly RoomEvent[], source: EventSource): Promise<void> {
    for (const event of await tx.events.append(events, source, clock())) {
      if (isPruned(event)) log.warn({ event_id: event.event_id, room_id: event.room_id, source }, '削除後に届いたため本文がありません / Arrived already redacted, without its content');
    }
  }

  function wake(events: readonly RoomEvent[]): void {
    for (const { event_id: id } of events) for (const woken of waiters.get(id) ?? []) woken();
  }

  async function append(events: readonly RoomEvent[], source: EventSource): Promise<void> {
    if (events.length === 0) return;
    await store.transaction((tx) => keep(tx, events, source));
    wake(events);
  }

  /** Waits until the event was appended here, or `ms` have passed. */
  async function appended(eventId: EventId, ms: number): Promise<void> {
    const done = new AbortController();
    const woken = () => done.abort();
    const waiting = waiters.get(eventId) ?? new Set();
    waiters.set(eventId, waiting.add(woken));
    await sleep(ms, undefined, { signal: done.signal }).catch(() => undefined);
    waiting.delete(woken);
    if (waiting.size === 0) waiters.delete(eventId);
  }

  return {
    append,

    async deliver({ txnId, events, receipts }) {
      await store.transaction(async (tx) => {
        const received = clock();
        // Events are kept by their own ids: a homeserver restored from a backup counts its transactions anew.
        await keep(tx, events, 'transaction');
        if (await tx.transactions.add(txnId, received)) await tx.receipts.append(receipts, received);
      });
      wake(events);
    },

    async keepTarget({ roomId, eventId, token }) {
      for (let waited = 0; waited <= patienceMs; waited += pollMs) {
        const kept = await store.events.get(eventId);
        if (kept !== null) return kept.event.room_id === roomId ? { sender: kept.event.sender } : null;
        if (waited < patienceMs) await appended(eventId, pollMs);
      }
      const event = await homeserver.event(token, roomId, eventId);
      if (event === null || event.room_id !== roomId || event.event_id !== eventId) return null;
      await append([event], 'fetched');
      return { sender: event.sender };
    },
  };
}
