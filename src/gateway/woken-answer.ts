/**
 * What a long poll is answered when the gateway is about to stop (4.1.3): nothing new, from where it was, so that the client
 * asks again at once and meets the gateway that took over. One that has no place yet is told to come again.
 */
import type { AnyOperation } from '#matrix/operation-of.ts';
import { reasons } from '#policy/reasons.ts';
import type { Exchange } from './exchange.ts';

export function wokenAnswer(exchange: Exchange, operation: AnyOperation): [status: number, body: unknown] {
  const query = new URLSearchParams(exchange.query);
  const since = query.get('since');
  if (operation === 'sync' && since !== null) return [200, { next_batch: since }];
  const pos = query.get('pos');
  if (operation === 'slidingSync' && pos !== null) return [200, { pos, lists: {}, rooms: {}, extensions: {} }];
  const { status, errcode, ja, en } = reasons.homeserver_unavailable;
  return [status, { errcode, error: `${ja} / ${en}`, reason: 'homeserver_unavailable' }];
}
