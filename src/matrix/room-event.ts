/** An event of a room as the homeserver gives it (specification, Client-Server API, "Room event format"); unknown keys are kept. */
import { z } from 'zod';
import { isEventId, isRoomId, type EventId, type RoomId } from './identifiers.ts';

const schema = z.looseObject({
  event_id: z.custom<EventId>((id) => typeof id === 'string' && isEventId(id)),
  room_id: z.custom<RoomId>((id) => typeof id === 'string' && isRoomId(id)),
  type: z.string(),
  sender: z.string(),
  state_key: z.string().optional(),
  origin_server_ts: z.number(),
  content: z.record(z.string(), z.unknown()),
});

export type RoomEvent = z.infer<typeof schema>;

/** The event in `raw`, or null when it is none. */
export function roomEvent(raw: unknown): RoomEvent | null {
  const parsed = schema.safeParse(raw);
  // The object itself and not the parser's copy: what is kept is what came, in its own order of keys.
  return parsed.success ? raw as RoomEvent : null;
}

/** Whether somebody redacted it before it reached us: its content is gone. */
export function isPruned(event: RoomEvent): boolean {
  const unsigned = event.unsigned as { redacted_because?: unknown; redacted_by?: unknown } | undefined;
  return unsigned?.redacted_because !== undefined || unsigned?.redacted_by !== undefined;
}
