/** Facts of a room's upgrade, which copies its state into a room of another version. */
import type { Caller, FactsOf } from '#policy/facts.ts';
import type { Exchange } from '../exchange.ts';
import type { Gathering } from '../route.ts';
import { objectBody, textOf } from './body.ts';

export const upgradeRoom: Gathering<'upgrade_room'> = { act: 'upgrade_room', gather };

function gather(exchange: Exchange, caller: Caller): FactsOf<'upgrade_room'> {
  return { act: 'upgrade_room', caller, room_version: textOf(objectBody(exchange.body), 'new_version') ?? '' };
}
