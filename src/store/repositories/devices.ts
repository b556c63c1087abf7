/** Devices: waiting requests, sessions, and those that were wiped (4.2.4, 4.5.2–4.5.4). */
import type { Knex } from 'knex';
import type { UserId } from '#matrix/identifiers.ts';
import type { Device, DeviceState, Posture } from '#model/device.ts';

interface Row {
  id: string;
  user_id: UserId;
  device_id: string | null;
  display_name: string | null;
  class: Device['class'];
  zone: Device['zone'];
  state: DeviceState;
  approved: boolean | number;
  answer_until: number | null;
  signed_in: boolean | number;
  posture: string | null;
  first_seen: number;
  last_seen: number;
  address: string;
  agent: string;
}

const columns = ['id', 'user_id', 'device_id', 'display_name', 'class', 'zone', 'state', 'approved', 'answer_until', 'signed_in', 'posture', 'first_seen', 'last_seen', 'address', 'agent'];

function toDevice(row: Row): Device {
  return {
    id: row.id, userId: row.user_id, deviceId: row.device_id, displayName: row.display_name, class: row.class, zone: row.zone,
    state: row.state, approved: Boolean(row.approved), answerUntil: row.answer_until, signedIn: Boolean(row.signed_in),
    posture: row.posture === null ? null : JSON.parse(row.posture) as Posture,
    firstSeen: row.first_seen, lastSeen: row.last_seen, address: row.address, agent: row.agent,
  };
}

function toRow(device: Device): Row {
  return {
    id: device.id, user_id: device.userId, device_id: device.deviceId, display_name: device.displayName, class: device.class,
    zone: device.zone, state: device.state, approved: device.approved, answer_until: device.answerUntil, signed_in: device.signedIn,
    posture: device.posture === null ? null : JSON.stringify(device.posture),
    first_seen: device.firstSeen, last_seen: device.lastSeen, address: device.address, agent: device.agent,
  };
}

export interface DeviceFilter {
  /** In the order of ids, those after this one. */
  after?: string;
  limit: number;
  state?: DeviceState;
  userId?: string;
}

/** When and from where a device was seen last. */
export interface Sighting {
  lastSeen: number;
  address: string;
}

// Below the number of parameters that SQLite and PostgreSQL take in one statement.
const sightingsAtOnce = 200;

export function createDevices(knex: Knex) {
  return {
    async get(id: string): Promise<Device | null> {
      const row = await knex('devices').where({ id }).first<Row | undefined>(columns);
      return row === undefined ? null : toDevice(row);
    },
    /** Requests, sessions and wiped devices of one person, the oldest first. */
    async ofUser(userId: string): Promise<Device[]> {
      const rows = await knex('devices').where({ user_id: userId }).orderBy([{ column: 'first_seen' }, { column: 'id' }]).select<Row[]>(columns);
      return rows.map(toDevice);
    },
    async list(filter: DeviceFilter): Promise<Device[]> {
      const query = knex('devices').orderBy('id').limit(filter.limit).select<Row[]>(columns);
      if (filter.after !== undefined) query.where('id', '>', filter.after);
      if (filter.state !== undefined) query.where('state', filter.state);
      if (filter.userId !== undefined) query.where('user_id', filter.userId);
      return (await query).map(toDevice);
    },
    /** Adds the device or puts it in the place of the row with its id; the homeserver's token stays. */
    async put(device: Device): Promise<void> {
      await knex('devices').insert(toRow(device)).onConflict('id').merge();
    },
    /** With its tokens and pushers. */
    async remove(id: string): Promise<void> {
      await knex('devices').where({ id }).delete();
    },
    /** The homeserver's token of the device, sealed; null when one is to be made. */
    async homeserverToken(id: string): Promise<string | null> {
      const row = await knex('devices').where({ id }).first<{ homeserver_token: string | null } | undefined>('homeserver_token');
      return row?.homeserver_token ?? null;
    },
    /** @returns whether there is such a device. */
    async setHomeserverToken(id: string, sealed: string | null): Promise<boolean> {
      return await knex('devices').where({ id }).update({ homeserver_token: sealed }) > 0;
    },
    async seen(sightings: ReadonlyMap<string, Sighting>): Promise<void> {
      const all = [...sightings];
      for (let i = 0; i < all.length; i += sightingsAtOnce) {
        const some = all.slice(i, i + sightingsAtOnce);
        const values = some.map(() => '(?, cast(? as bigint), ?)').join(', ');
        // Both databases call the columns of VALUES so.
        await knex.raw(
          `update devices set last_seen = v.column2, address = v.column3 from (values ${values}) as v where devices.id = v.column1`,
          some.flatMap(([id, sighting]) => [id, sighting.lastSeen, sighting.address]),
        );
      }
    },
  };
}
