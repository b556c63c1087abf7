/**
 * Notices each restart of the homeserver, even when there is no traffic: a long poll of an account of Sekisho's own that lets
 * nothing through, whose connection breaks when the homeserver goes. After a restart events may be missing that nobody will deliver
 * (homeserver.md, "Losses nobody sees"), so whoever compares must hear of it.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Log } from '#lib/log.ts';
import type { UserId } from '#matrix/identifiers.ts';
import type { Calls } from './calls.ts';
import { HomeserverRefused } from './homeserver-errors.ts';

const path = '/_matrix/client/v3/sync';
const nothing = { types: [], limit: 0 };
const filter = JSON.stringify({ presence: nothing, account_data: nothing, room: { rooms: [] } });
const pollMs = 30_000;
const firstWaitMs = 50;
const longestWaitMs = 1000;

export interface WatchOptions {
  calls: Calls;
  asToken: string;
  /** Who polls: not the application service's sender, to whom Synapse answers no sync. */
  watcher: UserId;
  register(userId: UserId): Promise<void>;
  log: Log;
  /** Called each time the homeserver answers again after it did not. */
  onBack: () => void;
}

/** Starts watching. @returns a function that ends it. */
export function watchHomeserver({ calls, asToken, watcher, register, log, onBack }: WatchOptions): () => Promise<void> {
  const ending = new AbortController();
  const { signal } = ending;

  async function poll(since: string | null): Promise<string> {
    const query = { filter, set_presence: 'offline', timeout: since === null ? '0' : String(pollMs), ...(since === null ? {} : { since }) };
    const answer = await calls.call('GET', path, z.object({ next_batch: z.string() }), { token: asToken, as: watcher, query, timeoutMs: pollMs * 2, signal });
    return answer.next_batch;
  }

  /** The first poll; the account is registered at the first start of all. */
  async function firstPoll(): Promise<string> {
    try {
      return await poll(null);
    } catch (error) {
      if (!(error instanceof HomeserverRefused)) throw error;
      await register(watcher);
      return poll(null);
    }
  }

  async function watch(): Promise<void> {
    let since: string | null = null;
    let wait = 0;
    while (!signal.aborted) {
      try {
        since = since === null ? await firstPoll() : await poll(since);
        if (wait > 0) {
          log.info({}, 'ホームサーバが戻りました / The homeserver is back');
          onBack();
        }
        wait = 0;
      } catch (error) {
        if (signal.aborted) return;
        if (wait === 0) log.warn({ error: String(error) }, 'ホームサーバとの接続が切れました / The connection to the homeserver broke');
        // The next poll answers at once, so that the return is noticed when it happens.
        since = null;
        wait = Math.min(longestWaitMs, Math.max(firstWaitMs, wait * 2));
        await sleep(wait, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  const watching = watch();
  return async () => {
    ending.abort();
    await watching;
  };
}
