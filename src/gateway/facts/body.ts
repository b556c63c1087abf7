/** Reading a judged body: only its shape is checked here, for the homeserver checks the rest. */
import { Refused } from '#http/refused.ts';

export type JsonObject = Record<string, unknown>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A body that must be an object; an empty one counts as `{}`, as homeservers read it. @throws Refused */
export function objectBody(body: unknown): JsonObject {
  if (body === undefined) return {};
  if (isObject(body)) return body;
  throw new Refused(['bad_request'], { detail: '本文は JSON オブジェクトでなければなりません / the body must be a JSON object' });
}

/** The text of a key, or null when it is absent. @throws Refused when it is something else. */
export function textOf(body: JsonObject, key: string): string | null {
  const value = body[key];
  if (value === undefined || value === null) return null;
  if (typeof value === 'string') return value;
  throw new Refused(['bad_request'], { detail: `${key} は文字列でなければなりません / must be a string` });
}
