/** Takes encryption out of `createRoom`: Element X always asks for it and would fail if it were refused (clients.md). */
import { isObject, type JsonObject } from '../facts/body.ts';

export function stripEncryption(body: JsonObject): JsonObject {
  const initial = body['initial_state'];
  if (!Array.isArray(initial)) return body;
  return { ...body, initial_state: initial.filter((event: unknown) => !isObject(event) || event['type'] !== 'm.room.encryption') };
}
