/**
 * Nobody can fill the disk or the memory with refusals: the first of a kind in a minute is written at once, its repetitions are
 * counted and written as one entry at the end of the minute; beyond a number of kinds, one entry a reason.
 */
import type { AuditEntry, Moment } from './entry.ts';

const minuteMs = 60_000;
const mostKinds = 1000;
/** Addresses told apart among what is beyond `mostKinds`. */
const mostAddresses = 10_000;

interface Repeated {
  entry: AuditEntry;
  count: number;
  from: number;
  until: number;
}

interface Surplus extends Repeated {
  addresses: number;
}

export class Folding {
  readonly #kinds = new Map<string, Repeated>();
  readonly #surplus = new Map<string, Surplus>();
  readonly #addresses = new Set<string>();
  #minute = 0;

  /** @returns what is to be written now. */
  add(entry: AuditEntry, now: number): Moment[] {
    const due = this.due(now);
    const key = [entry.kind, entry.act, entry.address, entry.user_id, entry.reasons].join('\n');
    const known = this.#kinds.get(key);
    if (known !== undefined) {
      known.count++;
      if (known.count === 1) known.from = now;
      known.until = now;
    } else if (this.#kinds.size < mostKinds) {
      this.#kinds.set(key, { entry, count: 0, from: now, until: now });
      due.push({ at: now, entry });
    } else {
      this.#addSurplus(entry, now);
    }
    return due;
  }

  #addSurplus(entry: AuditEntry, now: number): void {
    const reason = entry.reasons?.[0];
    const key = reason ?? entry.kind;
    let surplus = this.#surplus.get(key);
    if (surplus === undefined) {
      surplus = { entry: { kind: entry.kind, act: 'many', ...(reason === undefined ? {} : { reasons: [reason] }) }, count: 0, from: now, until: now, addresses: 0 };
      this.#surplus.set(key, surplus);
    }
    surplus.count++;
    surplus.until = now;
    const address = `${key}\n${entry.address}`;
    if (this.#addresses.size < mostAddresses && !this.#addresses.has(address)) {
      this.#addresses.add(address);
      surplus.addresses++;
    }
  }

  /** The counts of the minute before, once it is over. */
  due(now: number): Moment[] {
    const minute = Math.floor(now / minuteMs);
    if (minute === this.#minute) return [];
    const due = this.counted(now);
    this.#minute = minute;
    this.#kinds.clear();
    return due;
  }

  /** The counts up to now, which start again from nothing. */
  counted(now: number): Moment[] {
    const moments: Moment[] = [];
    for (const repeated of this.#kinds.values()) {
      if (repeated.count > 0) moments.push(folded(repeated, now));
      repeated.count = 0;
    }
    const exact = this.#addresses.size < mostAddresses;
    for (const { addresses, ...repeated } of this.#surplus.values()) {
      moments.push(folded({ ...repeated, entry: { ...repeated.entry, details: { addresses, addresses_exact: exact } } }, now));
    }
    this.#surplus.clear();
    this.#addresses.clear();
    return moments;
  }
}

function folded({ entry, count, from, until }: Repeated, at: number): Moment {
  return { at, entry: { ...entry, count }, from, until };
}
