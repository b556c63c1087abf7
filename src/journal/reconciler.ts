/**
 * Keeps the journal whole: at Sekisho's start and each time the homeserver is back, it calls for the backlog and then compares
 * every room, in the background. One at a time; who asks meanwhile has it done again afterwards.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Homeserver } from '#homeserver/homeserver.ts';
import { HomeserverRefused } from '#homeserver/homeserver-errors.ts';
import type { Clock } from '#lib/clock.ts';
import type { Log } from '#lib/log.ts';
import type { EventId, RoomId } from '#matrix/identifiers.ts';
import type { Store } from '#store/store.ts';
import { compare } from './comparison.ts';
import type { Journal } from './journal.ts';

export interface ReconcilerOptions {
  store: Store;
  homeserver: Homeserver;
  journal: Journal;
  serverName: string;
  clock: Clock;
  log: Log;
}

export interface Reconciler {
  /** Whether a comparison is under way or due. */
  readonly reconciling: boolean;
  /** Compares again, in the background. */
  trigger(): void;
  /** Resolves when nothing is under way. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

const ownRoom = 'own_room';
const backlogMs = 60_000;
const pollMs = 100;
const stalledMs = 2000;
const longestWaitMs = 600_000;

/** Starts with a comparison; the application service's listener must be listening by then. */
export function createReconciler(options: ReconcilerOptions): Reconciler {
  const { store, homeserver, clock, log } = options;
  const ending = new AbortController();
  const { signal } = ending;
  let due = false;
  let running: Promise<void> | undefined;
  let retry = new AbortController();

  /** Writes to the room of Sekisho's own; one that the homeserver no longer knows is made anew. */
  async function writeOwnRoom(): Promise<EventId> {
    const known = await store.state.get(ownRoom);
    if (known !== null) {
      try {
        return await homeserver.writeOwnRoom(known as RoomId, clock());
      } catch (error) {
        if (!(error instanceof HomeserverRefused)) throw error;
      }
    }
    const made = await homeserver.createOwnRoom();
    await store.state.set(ownRoom, made);
    return homeserver.writeOwnRoom(made, clock());
  }

  async function ping(): Promise<void> {
    await homeserver.ping().catch((error: unknown) => log.warn({ error: String(error) }, 'ホームサーバから届く経路を確かめられません / The homeserver could not call back'));
  }

  /** Has the homeserver deliver what it holds back. Transactions come in order: once the last event is here, so is the rest. */
  async function fetchBacklog(): Promise<void> {
    await ping();
    const last = await writeOwnRoom();
    let position = 0;
    for (let waited = pollMs; waited < backlogMs; waited += pollMs) {
      if ((await store.events.places([last])).size > 0) return;
      await sleep(pollMs, undefined, { signal });
      if (waited % stalledMs > 0) continue;
      // A ping that met a retry of the homeserver's own can leave it waiting after all.
      const before = position;
      position = await store.events.lastPosition();
      if (position === before) await ping();
    }
    log.warn({}, '未配信のイベントがまだ届きません。照合を先に行います / The backlog is still coming; comparing meanwhile');
  }

  async function run(): Promise<void> {
    for (let wait = 1000; due && !signal.aborted;) {
      due = false;
      try {
        await fetchBacklog();
        await compare({ ...options, signal });
        wait = 1000;
      } catch (error) {
        if (signal.aborted) return;
        due = true;
        log.warn({ error: String(error) }, '照合が途中で止まりました。やり直します / The comparison stopped; it will be done again');
        retry = new AbortController();
        await sleep(wait, undefined, { signal: AbortSignal.any([signal, retry.signal]) }).catch(() => undefined);
        wait = Math.min(longestWaitMs, wait * 2);
      }
    }
  }

  function trigger(): void {
    due = true;
    retry.abort();
    running ??= run().finally(() => { running = undefined; });
  }

  const endWatch = homeserver.watch(trigger);
  trigger();
  return {
    get reconciling() { return running !== undefined; },
    trigger,
    async settled() { await running; },
    async close() {
      ending.abort();
      await Promise.all([endWatch(), running]);
    },
  };
}
