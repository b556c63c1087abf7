/** Events as the homeserver would send them. */
import type { EventId, RoomId } from '#matrix/identifiers.ts';
import type { RoomEvent } from '#matrix/room-event.ts';

export const room = '!soumu:city.test' as RoomId;

/** A message `$id` of Hanako's, unless `more` says otherwise. */
export function message(id: string, more: Partial<RoomEvent> = {}): RoomEvent {
  return {
    event_id: `$${id}` as EventId, room_id: room, type: 'm.room.message', sender: '@hanako:city.test', origin_server_ts: 1_700_000_000_000,
    content: { msgtype: 'm.text', body: `会議 ${id}` }, ...more,
  };
}
