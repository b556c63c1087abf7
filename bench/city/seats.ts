/**
 * People with an open session each, straight into the database: thousands need no thousands of logins. Sekisho may run beside
 * it: of a person who never called, it keeps nothing that would have to be forgotten.
 */
import { loadKeys } from '#config/keys.ts';
import type { Config } from '#config/schema.ts';
import { createHomeserverTokens } from '#identity/homeserver-tokens.ts';
import { systemClock } from '#lib/clock.ts';
import { sha256 } from '#lib/hash.ts';
import { randomId, randomSecret } from '#lib/random.ts';
import type { UserId } from '#matrix/identifiers.ts';
import { roomEvent } from '#matrix/room-event.ts';
import type { Device } from '#model/device.ts';
import type { Person } from '#model/person.ts';
import { openStore, type Store } from '#store/store.ts';
import { ownEvent, ownRoom } from './own-room.ts';

/** One person at one PC. */
export interface Seat {
  userId: UserId;
  /** Device.id, as the admin REST names it. */
  device: string;
  token: string;
  homeserverToken: string;
}

const deviceId = 'BENCH';
const peopleAtOnce = 100;

async function withStore<T>(config: Config, act: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore(config.database, systemClock, () => {});
  try {
    return await act(store);
  } finally {
    await store.close();
  }
}

/** As a city is that met its homeserver before. */
export async function knowOwnRoom(config: Config): Promise<void> {
  const event = roomEvent({ event_id: ownEvent, room_id: ownRoom, type: 'jp.sekisho.seen', sender: '@sekisho:bench', state_key: '', content: {}, origin_server_ts: 0 });
  if (event === null) throw new Error('That is no event.');
  await withStore(config, async (store) => {
    await store.state.set('own_room', ownRoom);
    await store.transaction((tx) => tx.events.append([event], 'transaction', 0));
  });
}

/** @param mint makes a device's token at the homeserver */
export async function addSeats(config: Config, names: readonly string[], role: Person['role'], mint: (userId: UserId, deviceId: string) => Promise<string>): Promise<Seat[]> {
  const seats: Seat[] = [];
  for (const name of names) {
    const userId = `@${name}:${config.server.server_name}` as UserId;
    seats.push({ userId, device: randomId(), token: randomSecret('sks'), homeserverToken: await mint(userId, deviceId) });
  }
  await withStore(config, async (store) => {
    const tokens = createHomeserverTokens({ store, cityKey: loadKeys(config.keys.file).city, homeserver: { mintToken: never, deleteDevice: never } });
    for (let from = 0; from < seats.length; from += peopleAtOnce) {
      await store.transaction(async (tx) => {
        for (const seat of seats.slice(from, from + peopleAtOnce)) {
          await tx.people.add(personOf(seat, role), 'no password');
          await tx.devices.put(deviceOf(seat));
          await tx.devices.setHomeserverToken(seat.device, tokens.sealed(seat.device, seat.homeserverToken));
          await tx.tokens.add({ id: randomId(), device: seat.device, accessHash: sha256(seat.token), refreshHash: null, expires: null, created: systemClock(), used: true, ended: null });
        }
      });
    }
  });
  return seats;
}

const never = () => Promise.reject(new Error('Every seat has its token.'));

function personOf({ userId }: Seat, role: Person['role']): Person {
  return {
    userId, name: userId, reading: '', kind: 'staff', role, state: 'active', unit: null, groups: [], sponsor: null, email: null,
    expires: null, passwordSetBy: 'self', provisioned: true, created: systemClock(),
  };
}

function deviceOf({ userId, device }: Seat): Device {
  const now = systemClock();
  return {
    id: device, userId, deviceId, displayName: null, class: 'pc', zone: 'lgwan', state: 'active', approved: false, answerUntil: null,
    signedIn: true, posture: null, firstSeen: now, lastSeen: now, address: '127.0.0.1', agent: '',
  };
}
