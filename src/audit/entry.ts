/**
 * What an entry of the audit log may hold. The type has no place for secrets or message text; whatever a stranger wrote into an
 * address or an identifier is cut to a bounded length and freed of control characters before it is kept.
 */
import type { Reason } from '#policy/reasons.ts';
import { rfc3339 } from '#lib/clock.ts';

export interface AuditEntry {
  kind: 'refusal' | 'login' | 'admin' | 'policy' | 'device' | 'system';
  act: string;
  actor?: string;
  address?: string;
  zone?: string;
  user_id?: string;
  device?: string;
  reasons?: readonly Reason[];
  why?: string;
  /** How often, where one entry stands for several. */
  count?: number;
  details?: Record<string, string | number | boolean | null | string[]>;
}

/** An entry at its moment; one that stands for several says from when until when. */
export interface Moment {
  at: number;
  entry: AuditEntry;
  from?: number;
  until?: number;
}

/** An entry as it is kept and listed. */
export interface AuditItem extends AuditEntry {
  seq: number;
  time: string;
  reasons?: Reason[];
  from?: string;
  until?: string;
}

const longest = { act: 100, actor: 255, address: 64, zone: 64, user_id: 255, device: 255, why: 1000, detail: 500 };
const mostReasons = 32;
const mostDetails = 32;
const mostInList = 100;

/** The entry with every text cut to its length. */
export function bounded(entry: AuditEntry): AuditEntry {
  const result: AuditEntry = { kind: entry.kind, act: cut(entry.act, longest.act) };
  for (const field of ['actor', 'address', 'zone', 'user_id', 'device', 'why'] as const) {
    const text = entry[field];
    if (text !== undefined) result[field] = cut(text, longest[field]);
  }
  if (entry.reasons !== undefined) result.reasons = entry.reasons.slice(0, mostReasons);
  if (entry.count !== undefined) result.count = entry.count;
  if (entry.details !== undefined) {
    result.details = Object.fromEntries(Object.entries(entry.details).slice(0, mostDetails).map(([name, value]) => [cut(name, longest.detail), boundedDetail(value)]));
  }
  return result;
}

function boundedDetail(value: string | number | boolean | null | string[]): string | number | boolean | null | string[] {
  if (typeof value === 'string') return cut(value, longest.detail);
  return Array.isArray(value) ? value.slice(0, mostInList).map((text) => cut(text, longest.detail)) : value;
}

function cut(text: string, length: number): string {
  const short = text.length > length ? `${text.slice(0, length - 1)}…` : text;
  // oxlint-disable-next-line no-control-regex -- control characters are what must go
  return short.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, '\ufffd').toWellFormed();
}

/** The bytes that are hashed: JSON with its keys in order and no spaces. */
export function bodyOf(seq: number, { at, entry, from, until }: Moment): string {
  const span = from === undefined || until === undefined ? {} : { from: rfc3339(from), until: rfc3339(until) };
  return canonicalJson({ ...entry, ...span, seq, time: rfc3339(at) });
}

function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => (
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part));
}
