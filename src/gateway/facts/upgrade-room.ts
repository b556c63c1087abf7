/** Facts of a room's upgrade, which copies its state into a room of another version. */
import type { Caller, FactsOf } from '#policy/facts.ts';
import type { Exchange } from '../exchange.ts';
import { objectBody, textOf } from './body.ts';

export function upgradeRoom(exchange: Exchange, caller: Caller): FactsOf<'upgrade_room'> {
  return { act: 'upgrade_room', caller, room_version: textOf(objectBody(exchange.body), 'new_version') ?? '' };
}
