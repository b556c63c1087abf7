/** Devices about which something is still to be done at the homeserver; written in the transaction that makes it necessary. */
import type { Knex } from 'knex';
import type { UserId } from '#matrix/identifiers.ts';

export interface Errand {
  id: number;
  /** Device.id; the device itself may be gone. */
  device: string;
  userId: UserId;
  deviceId: string;
}

export function createErrands(knex: Knex) {
  return {
    async all(): Promise<Errand[]> {
      const rows = await knex('errands').orderBy('id').select<{ id: number; device: string; user_id: UserId; device_id: string }[]>('id', 'device', 'user_id', 'device_id');
      return rows.map((row) => ({ id: row.id, device: row.device, userId: row.user_id, deviceId: row.device_id }));
    },
    async add(errand: Omit<Errand, 'id'>): Promise<void> {
      await knex('errands').insert({ device: errand.device, user_id: errand.userId, device_id: errand.deviceId });
    },
    /** Nothing is due for this device any more: it is to be used again. */
    async cancel(userId: UserId, deviceId: string): Promise<void> {
      await knex('errands').where({ user_id: userId, device_id: deviceId }).delete();
    },
    async done(id: number): Promise<void> {
      await knex('errands').where({ id }).delete();
    },
  };
}
