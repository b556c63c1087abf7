/**
 * Counts distinct facts by device and hour in memory, so that thousands of polling clients write little. What is lost when the
 * process is killed is the counts of the last seconds. Nobody fills memory or disk with it: there is a limit to the distinct
 * facts that are kept for a device, for all those without a device, and altogether; what goes beyond is not recorded.
 */
import type { Facts } from '#policy/facts.ts';
import { sha256 } from '#lib/hash.ts';
import { factsBatch, type RecordedFacts } from '#store/repositories/recorded-facts.ts';
import { hourOf } from './hour.ts';

interface Entry {
  hour: number;
  device: string;
  hash: string;
  userId: string | null;
  facts: Facts;
  /** Not yet written. */
  count: number;
}

export const most = { device: 200, withoutDevice: 2000, altogether: 50_000 };

export class FactRecorder {
  #hour = -1;
  /** Of this hour, by device and hash. */
  readonly #entries = new Map<string, Entry>();
  readonly #distinct = new Map<string, number>();
  /** Of hours that are over and not yet written. */
  readonly #late = new Set<Entry>();
  /** A session's `use` comes as the same object again and again: it needs no second look. */
  #known = new WeakMap<Facts, Entry>();
  #skipped = 0;

  record(facts: Facts, who: { userId: string | null; device: string | null }, at: number): void {
    const hour = hourOf(at);
    if (hour !== this.#hour) this.#begin(hour);
    // At a login, two people may well have equal facts.
    const device = who.device ?? who.userId ?? '';
    let entry = this.#known.get(facts);
    if (entry === undefined || entry.device !== device) {
      entry = this.#entryOf(facts, device, who.userId);
      if (entry === undefined) {
        this.#skipped++;
        return;
      }
      if (facts.act === 'use') this.#known.set(facts, entry);
    }
    entry.count++;
  }

  #entryOf(facts: Facts, device: string, userId: string | null): Entry | undefined {
    const hash = sha256(JSON.stringify(facts));
    const key = `${device} ${hash}`;
    const known = this.#entries.get(key);
    if (known !== undefined) return known;
    const distinct = this.#distinct.get(device) ?? 0;
    if (distinct >= (device === '' ? most.withoutDevice : most.device) || this.#entries.size + this.#late.size >= most.altogether) return undefined;
    const entry: Entry = { hour: this.#hour, device, hash, userId, facts, count: 0 };
    this.#entries.set(key, entry);
    this.#distinct.set(device, distinct + 1);
    return entry;
  }

  #begin(hour: number): void {
    for (const entry of this.#entries.values()) if (entry.count > 0) this.#late.add(entry);
    this.#entries.clear();
    this.#distinct.clear();
    this.#known = new WeakMap();
    this.#hour = hour;
  }

  /** Hands over what was counted since the last time; what `add` fails on stays counted. One at a time. */
  async write(add: (rows: RecordedFacts[]) => Promise<void>): Promise<void> {
    const due = [...this.#late, ...[...this.#entries.values()].filter(({ count }) => count > 0)];
    for (let i = 0; i < due.length; i += factsBatch) {
      const batch = due.slice(i, i + factsBatch);
      const rows = batch.map((entry) => ({ hour: entry.hour, device: entry.device, hash: entry.hash, userId: entry.userId, facts: JSON.stringify(entry.facts), count: entry.count }));
      for (const entry of batch) entry.count = 0;
      try {
        await add(rows);
      } catch (error) {
        batch.forEach((entry, at) => { entry.count += rows[at]?.count ?? 0; });
        // The hour may have ended meanwhile.
        for (const entry of batch) if (entry.hour !== this.#hour) this.#late.add(entry);
        throw error;
      }
      for (const entry of batch) if (entry.count === 0) this.#late.delete(entry);
    }
  }

  /** How many were not recorded since the last time. */
  takeSkipped(): number {
    const skipped = this.#skipped;
    this.#skipped = 0;
    return skipped;
  }
}
