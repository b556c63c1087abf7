/** Facts of making a room (POST createRoom), an act that can bring any state with it. */
import type { Caller, FactsOf } from '#policy/facts.ts';
import { Refused } from '#http/refused.ts';
import type { Exchange } from '../exchange.ts';
import type { Gathering } from '../route.ts';
import { isObject, objectBody, textOf } from './body.ts';

export const createRoom: Gathering<'create_room'> = { act: 'create_room', gather };

function gather(exchange: Exchange, caller: Caller): FactsOf<'create_room'> {
  const body = objectBody(exchange.body);
  const types = stateTypes(body['initial_state']);
  const invited = body['invite_3pid'];
  return {
    act: 'create_room', caller,
    encryption: types.includes('m.room.encryption'),
    room_version: textOf(body, 'room_version'),
    third_party_invites: Array.isArray(invited) ? invited.length > 0 : invited !== undefined && invited !== null,
    state_types: types.filter((type) => type !== 'm.room.encryption'),
  };
}

function stateTypes(initial: unknown): string[] {
  if (initial === undefined) return [];
  const malformed = () => new Refused(['bad_request'], { detail: 'initial_state は type を持つオブジェクトの配列でなければなりません / must be a list of objects with a type' });
  if (!Array.isArray(initial)) throw malformed();
  return initial.map((event: unknown) => {
    if (!isObject(event) || typeof event['type'] !== 'string') throw malformed();
    return event['type'];
  });
}
