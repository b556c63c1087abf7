/**
 * What the homeserver sends in one transaction (Application Service API, "Pushing events"): events, and receipts among the
 * ephemeral data. Typing and presence are not kept; unknown keys are no error.
 */
import { z } from 'zod';
import { isRoomId, type RoomId } from '#matrix/identifiers.ts';
import { roomEvent, type RoomEvent } from '#matrix/room-event.ts';
import type { Receipt } from '#store/repositories/receipts.ts';

const receipt = z.object({
  type: z.literal('m.receipt'),
  room_id: z.custom<RoomId>((id) => typeof id === 'string' && isRoomId(id)),
  content: z.record(z.string(), z.unknown()),
});

const schema = z.object({
  events: z.array(z.unknown()),
  ephemeral: z.array(z.unknown()).default([]),
  'de.sorunome.msc2409.ephemeral': z.array(z.unknown()).default([]),
});

export interface Delivered {
  events: RoomEvent[];
  receipts: Receipt[];
  /** How many of its events were no events: they cannot be kept, and must not hold up all that come after them. */
  malformed: number;
}

/** @returns null when the body is no transaction at all. */
export function parseDelivered(body: unknown): Delivered | null {
  const parsed = schema.safeParse(body);
  if (!parsed.success) return null;
  const events = parsed.data.events.map(roomEvent).filter((event) => event !== null);
  // Servers that still send the unstable key send it instead of the stable one.
  const ephemeral = parsed.data.ephemeral.length > 0 ? parsed.data.ephemeral : parsed.data['de.sorunome.msc2409.ephemeral'];
  const receipts = ephemeral.flatMap((data) => {
    const { success, data: one } = receipt.safeParse(data);
    return success ? [{ roomId: one.room_id, content: one.content }] : [];
  });
  return { events, receipts, malformed: parsed.data.events.length - events.length };
}
