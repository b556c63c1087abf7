/** Fields that several endpoints share, each with its limits and its words for the OpenAPI document. */
import { z } from 'zod';
import { rfc3339 } from '#lib/clock.ts';

/** One line of text that people read; no control characters. */
export const line = (max: number) => z.string().max(max).regex(/^[^\p{Cc}]*$/u);

export const why = line(1000).optional().describe('理由。監査ログに残ります / Why; kept in the audit log');

/** The body of an act that needs no more than a reason: it may be left out. */
export const reasonOnly = z.strictObject({ why });

export const time = z.iso.datetime({ offset: true }).describe('RFC 3339');

/** As the answers give it: RFC 3339 in UTC, null for never or unknown. */
export const timeOrNull = (ms: number | null): string | null => ms === null ? null : rfc3339(ms);

export const userId = line(255).min(1).describe('ユーザーID。@ からの全体、または最初の部分 / A whole user ID, or its local part');

/** The path of one thing that Sekisho gave an id. */
export const byId = z.strictObject({ id: line(64).min(1) });

/** A whole number in a query, in digits and nothing else. */
export const digits = (min: number, max: number) =>
  z.preprocess((text) => typeof text === 'string' && /^\d{1,15}$/.test(text) ? Number(text) : text, z.int().min(min).max(max));

/** The query of every list: at most `limit` items, from the place that `next` of the list before named. */
export const page = {
  from: line(500).min(1).optional().describe('前の答えの next / `next` of the answer before'),
  limit: digits(1, 1000).default(100).describe('件数 / How many at most'),
};

export const listOf = <Item extends z.ZodType>(item: Item) => z.strictObject({
  items: z.array(item),
  next: z.string().optional().describe('続きがあれば、次の from / The next `from`, if there is more'),
});

/** A list's answer of rows that were read one beyond the limit, in the order of what `key` names. */
export function pageOf<Row, Item>(rows: readonly Row[], limit: number, key: (row: Row) => string, show: (row: Row) => Item): { items: Item[]; next?: string } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(show), ...(rows.length > limit && last !== undefined && { next: key(last) }) };
}

/** The object without its undefined members: what a query left out is no filter. */
export function given<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as { [K in keyof T]: Exclude<T[K], undefined> };
}
