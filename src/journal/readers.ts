/**
 * Through whose eyes a room is read. Every room with a person of the city in it has a reader: the member of longest standing,
 * who sees the most of its history; and one who ignores nobody, if there is one, for the homeserver hides what they ignore.
 */
import type { Homeserver } from '#homeserver/homeserver.ts';
import { HomeserverRefused } from '#homeserver/homeserver-errors.ts';
import type { RoomId, UserId } from '#matrix/identifiers.ts';
import type { Store } from '#store/store.ts';
import { inParallel } from './in-parallel.ts';

export interface ReadersOptions {
  store: Store;
  homeserver: Pick<Homeserver, 'ignoresAnyone' | 'joinedMembers' | 'joinedRooms'>;
  serverName: string;
  signal: AbortSignal;
}

export interface Readers {
  /** Rooms that anybody of the city is in, and rooms that the journal knows. */
  rooms: RoomId[];
  /** Who may be able to read the room, the best first. */
  of(roomId: RoomId): Promise<UserId[]>;
  ignoresAnyone(userId: UserId): Promise<boolean>;
}

const peopleAtOnce = 500;

export async function findReaders({ store, homeserver, serverName, signal }: ReadersOptions): Promise<Readers> {
  const joined = new Map<RoomId, UserId[]>();
  for await (const people of everybody()) {
    await inParallel(people, async (userId) => {
      signal.throwIfAborted();
      // Whom the homeserver does not know, or knows no more, is in no room.
      const rooms = await homeserver.joinedRooms(userId).catch(ifRefused<RoomId[]>([]));
      for (const roomId of rooms) joined.set(roomId, [...joined.get(roomId) ?? [], userId]);
    });
  }

  async function* everybody(): AsyncGenerator<UserId[]> {
    for (let after: string | undefined; ;) {
      const people = await store.people.list({ limit: peopleAtOnce, ...(after === undefined ? {} : { after }) });
      yield people.map((person) => person.userId);
      after = people.at(-1)?.userId;
      if (people.length < peopleAtOnce) return;
    }
  }

  const ignoring = new Map<UserId, Promise<boolean>>();
  function ignoresAnyone(userId: UserId): Promise<boolean> {
    const known = ignoring.get(userId) ?? homeserver.ignoresAnyone(userId);
    ignoring.set(userId, known);
    return known;
  }

  return {
    rooms: [...new Set([...joined.keys(), ...await store.events.rooms()])],
    ignoresAnyone,

    async of(roomId) {
      const inside = joined.get(roomId);
      const first = inside?.[0];
      if (inside === undefined || first === undefined) {
        // Nobody is in it any more; who left may still read up to then. Sekisho's own room is one of these.
        return (await store.events.membersEver(roomId)).filter((userId) => userId.endsWith(`:${serverName}`));
      }
      const local = new Set(inside);
      const longest = (await homeserver.joinedMembers(first, roomId).catch(ifRefused(inside))).filter((userId) => local.has(userId));
      for (const [at, userId] of longest.entries()) {
        if (!await ignoresAnyone(userId)) return [userId, ...longest.toSpliced(at, 1)];
      }
      return longest;
    },
  };
}

function ifRefused<T>(otherwise: T): (error: unknown) => T {
  return (error) => {
    if (error instanceof HomeserverRefused) return otherwise;
    throw error;
  };
}
