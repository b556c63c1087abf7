/** Reading rooms: as a person whom the application service speaks for, or with a caller's own token. */
import { z } from 'zod';
import type { EventId, RoomId, UserId } from '#matrix/identifiers.ts';
import { roomEvent, type RoomEvent } from '#matrix/room-event.ts';
import { pathOf, type Calls } from './calls.ts';
import { HomeserverRefused } from './homeserver-errors.ts';

const client = '/_matrix/client/v3';

/** One page of a room's history, newest first. `end` is null at the start of what the reader may see. */
export interface Page {
  events: RoomEvent[];
  start: string;
  end: string | null;
}

const page = z.object({ chunk: z.array(z.unknown()), start: z.string(), end: z.string().optional() });
const ignored = z.object({ ignored_users: z.record(z.string(), z.unknown()).catch({}) });
const members = z.object({ chunk: z.array(z.object({ state_key: z.string(), origin_server_ts: z.number() })) });

export function createRooms(calls: Calls, asToken: string) {
  return {
    /** The event as the token's owner sees it; null when they can read no such event. */
    async event(token: string, roomId: RoomId, eventId: EventId): Promise<RoomEvent | null> {
      try {
        return await calls.call('GET', pathOf(`${client}/rooms`, roomId, 'event', eventId), z.unknown().transform(roomEvent), { token });
      } catch (error) {
        if (error instanceof HomeserverRefused && (error.status === 404 || error.status === 403)) return null;
        throw error;
      }
    },

    async joinedRooms(userId: UserId): Promise<RoomId[]> {
      const answer = await calls.call('GET', `${client}/joined_rooms`, z.object({ joined_rooms: z.array(z.string()) }), { token: asToken, as: userId });
      return answer.joined_rooms as RoomId[];
    },

    /** Who is in the room, the longest first. */
    async joinedMembers(userId: UserId, roomId: RoomId): Promise<UserId[]> {
      const answer = await calls.call('GET', pathOf(`${client}/rooms`, roomId, 'members'), members, { token: asToken, as: userId, query: { membership: 'join' } });
      return answer.chunk.toSorted((a, b) => a.origin_server_ts - b.origin_server_ts).map((member) => member.state_key as UserId);
    },

    /** Whether there is anybody whose messages the homeserver hides from this person. */
    async ignoresAnyone(userId: UserId): Promise<boolean> {
      try {
        const answer = await calls.call('GET', pathOf(`${client}/user`, userId, 'account_data', 'm.ignored_user_list'), ignored, { token: asToken, as: userId });
        return Object.keys(answer.ignored_users).length > 0;
      } catch (error) {
        if (error instanceof HomeserverRefused) return false;
        throw error;
      }
    },

    /** A page of at most `limit` events backwards from the token `from`, or from the newest. */
    async messages(userId: UserId, roomId: RoomId, from: string | null, limit = 100): Promise<Page> {
      const query = { dir: 'b', limit: String(limit), ...(from === null ? {} : { from }) };
      const answer = await calls.call('GET', pathOf(`${client}/rooms`, roomId, 'messages'), page, { token: asToken, as: userId, query });
      return { events: answer.chunk.map(roomEvent).filter((event) => event !== null), start: answer.start, end: answer.end ?? null };
    },
  };
}
