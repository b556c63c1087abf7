/**
 * What other parts and other processes must hear of: a device was suspended, the policy changed. A change is written in the
 * transaction that makes it; listeners in this process hear at once after the commit, those in others within a second.
 */
import type { Knex } from 'knex';
import type { Clock } from '#lib/clock.ts';

export type Topic = 'device' | 'person' | 'policy' | 'service_key';
export type ChangeListener = (topic: Topic, key: string) => void;

/** How long changes are kept for processes that were slow to read them. */
const keptMs = 60 * 60 * 1000;

export class ChangeFeed {
  readonly #knex: Knex;
  readonly #clock: Clock;
  readonly #listeners = new Set<ChangeListener>();
  #seen = -1;
  #timer: NodeJS.Timeout | undefined;
  #polling: Promise<void> | undefined;

  constructor(knex: Knex, clock: Clock) {
    this.#knex = knex;
    this.#clock = clock;
  }

  subscribe(listener: ChangeListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Tells the listeners of this process; called after the commit. Hearing of a change twice is harmless. */
  tell(topic: Topic, key: string): void {
    for (const listener of this.#listeners) listener(topic, key);
  }

  async start(intervalMs: number, onError: (error: unknown) => void): Promise<void> {
    const newest = await this.#knex('changes').max({ seq: 'seq' }).first<{ seq: number | null }>();
    this.#seen = newest?.seq ?? 0;
    this.#timer = setInterval(() => {
      this.#polling ??= this.#poll().catch(onError).finally(() => { this.#polling = undefined; });
    }, intervalMs);
  }

  async #poll(): Promise<void> {
    const rows = await this.#knex('changes').where('seq', '>', this.#seen).orderBy('seq').select<{ seq: number; topic: Topic; key: string }[]>('seq', 'topic', 'key');
    for (const row of rows) {
      this.#seen = row.seq;
      this.tell(row.topic, row.key);
    }
    if (rows.length > 0) await this.#knex('changes').where('at', '<', this.#clock() - keptMs).delete();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#polling;
  }
}
