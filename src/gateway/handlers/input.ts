/** What a handler takes from an exchange, read and checked once; unknown keys are left alone, as the specification asks. */
import { z } from 'zod';
import { Refused } from '#http/refused.ts';
import type { Session } from '#identity/sessions.ts';
import type { Exchange } from '../exchange.ts';

/** Text that is kept: no control characters and no halves of characters, which databases refuse. */
export function keptText(maxLength: number) {
  return z.string().max(maxLength).regex(/^[^\p{Cc}\p{Cs}]*$/u);
}

/** The body as `schema` reads it; none counts as `{}`. @throws Refused bad_request, naming the keys at fault */
export function bodyOf<T>(exchange: Exchange, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(exchange.body ?? {});
  if (parsed.success) return parsed.data;
  const keys = [...new Set(parsed.error.issues.map((issue) => issue.path.map(String).join('.')))].join(', ').slice(0, 500);
  throw new Refused('bad_request', { detail: `項目 ${keys} が正しくありません / wrong: ${keys}` });
}

/** @throws Refused token_missing; a route that needs a session never gets there */
export function sessionOf(exchange: Exchange): Session {
  if (exchange.session === null) throw new Refused('token_missing');
  return exchange.session;
}
