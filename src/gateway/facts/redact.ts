/**
 * Facts of deleting a message (4.4.9): whose it is. The target is kept in the journal before anything is forwarded,
 * for after an outage the homeserver hands over a deleted event already without its content.
 */
import type { Caller, FactsOf } from '#policy/facts.ts';
import { Refused } from '#http/refused.ts';
import { isEventId, isRoomId } from '#matrix/identifiers.ts';
import type { Exchange } from '../exchange.ts';
import type { Gathering } from '../route.ts';
import type { Rooms } from '../rooms.ts';
import { objectBody } from './body.ts';

export const redact: Gathering<'redact'> = { act: 'redact', gather };

async function gather(exchange: Exchange, caller: Caller, rooms: Rooms): Promise<FactsOf<'redact'>> {
  const { roomId = '', eventId = '' } = exchange.params;
  const { session } = exchange;
  if (session === null || !isRoomId(roomId) || !isEventId(eventId)) throw new Refused(['bad_request']);
  const body = objectBody(exchange.body);
  const target = await rooms.journal.keepTarget({ roomId, eventId, token: await session.homeserverToken() });
  return {
    act: 'redact', caller,
    target: target === null ? 'unknown' : target.sender === session.person.userId ? 'own' : 'other',
    // Whatever else than a reason stands here asks for more than the one event to go (MSC3912 under any of its names).
    with_relations: Object.keys(body).some((key) => key !== 'reason'),
  };
}
