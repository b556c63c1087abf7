/**
 * Entries that wait to be written together. While the database is away they wait in a bounded memory; what no longer fits is
 * counted, and the count is written when the database is back.
 */
import type { Clock } from '#lib/clock.ts';
import type { Log } from '#lib/log.ts';
import type { Moment } from './entry.ts';

export interface BacklogSize {
  waiting: number;
  lost: number;
}

export interface Backlog {
  add(moments: readonly Moment[]): void;
  /** Writes what waits, or leaves it waiting where that fails. */
  drain(): Promise<void>;
  size(): BacklogSize;
  /** Ends trying again; what could not be written is lost. */
  close(): Promise<void>;
}

const groupMs = 50;
const retryMs = 1000;
const mostWaiting = 10_000;
const mostAtOnce = 1000;

export function createBacklog({ write, clock, log }: { write: (moments: readonly Moment[]) => Promise<void>; clock: Clock; log: Log }): Backlog {
  const waiting: Moment[] = [];
  let lost = 0;
  let unreported = 0;
  let failing = false;
  let timer: NodeJS.Timeout | undefined;
  let draining: Promise<void> | undefined;

  function schedule(ms: number): void {
    timer ??= setTimeout(() => {
      timer = undefined;
      void drain();
    }, ms);
  }

  async function drain(): Promise<void> {
    // What is being written now may have begun before the newest entries came.
    await draining;
    if (waiting.length === 0) return;
    draining ??= writeAll().finally(() => { draining = undefined; });
    await draining;
  }

  async function writeAll(): Promise<void> {
    try {
      while (waiting.length > 0) {
        const batch = waiting.slice(0, mostAtOnce);
        const missing = unreported;
        const report: Moment[] = missing === 0 ? [] : [{ at: clock(), entry: { kind: 'system', act: 'audit.lost', count: missing } }];
        await write([...batch, ...report]);
        waiting.splice(0, batch.length);
        unreported -= missing;
      }
      if (failing) log.info({ event: 'audit_writing' }, '監査ログに再び書き込めます / the audit log can be written again');
      failing = false;
    } catch (error) {
      if (!failing) log.error({ event: 'audit_not_writing', waiting: waiting.length, error: String(error) }, '監査ログに書き込めません / the audit log cannot be written');
      failing = true;
      schedule(retryMs);
    }
  }

  return {
    add(moments) {
      for (const moment of moments) {
        if (waiting.length < mostWaiting) {
          waiting.push(moment);
        } else {
          if (unreported === 0) log.error({ event: 'audit_lost' }, '監査ログの書き込み待ちがあふれ、記録を失っています / the backlog of the audit log is full, entries are being lost');
          lost++;
          unreported++;
        }
      }
      if (waiting.length > 0) schedule(groupMs);
    },
    drain,
    size: () => ({ waiting: waiting.length, lost }),
    async close() {
      await draining;
      clearTimeout(timer);
      if (waiting.length > 0) log.error({ event: 'audit_lost', count: waiting.length }, '書き込めなかった監査ログが失われます / audit entries that could not be written are lost');
    },
  };
}
