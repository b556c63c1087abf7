/** 4.2.4: what people do with their own sessions: see them, name them, end one, some or all of them, change their password. */
import type { Audit, AuditEntry } from '#audit/audit.ts';
import type { Homeserver } from '#homeserver/homeserver.ts';
import { HomeserverRefused } from '#homeserver/homeserver-errors.ts';
import type { Device } from '#model/device.ts';
import { Refused } from '#model/refused.ts';
import type { Store, Transaction } from '#store/store.ts';
import { endSession, endSessions, isSession } from './ending.ts';
import type { Errands } from './errands.ts';
import { hashPassword } from './passwords.ts';
import type { Session } from './sessions.ts';

/** A device with a session: it has Matrix's device ID. */
export type OwnDevice = Device & { deviceId: string };

export interface OwnDevices {
  list(session: Session): Promise<OwnDevice[]>;
  /** @throws Refused not_found */
  get(session: Session, deviceId: string): Promise<OwnDevice>;
  /** @throws Refused not_found */
  rename(session: Session, deviceId: string, name: string): Promise<void>;
  /** Ends the sessions of these devices; one that is not there is fine. */
  end(session: Session, deviceIds: readonly string[], address: string): Promise<void>;
  /** Ends this session. */
  logout(session: Session, address: string): Promise<void>;
  /** Ends every session of the person. */
  logoutAll(session: Session, address: string): Promise<void>;
  /** @throws Refused weak_password */
  changePassword(session: Session, change: { password: string; endOthers: boolean; address: string }): Promise<void>;
}

export interface OwnDevicesOptions {
  store: Store;
  audit: Audit;
  homeserver: Pick<Homeserver, 'renameDevice'>;
  errands: Errands;
}

export function createOwnDevices({ store, audit, homeserver, errands }: OwnDevicesOptions): OwnDevices {
  async function list({ person }: Session): Promise<OwnDevice[]> {
    return (await store.devices.ofUser(person.userId)).filter(isSession);
  }

  async function get(session: Session, deviceId: string): Promise<OwnDevice> {
    const device = (await list(session)).find((own) => own.deviceId === deviceId);
    if (device === undefined) throw new Refused('not_found');
    return device;
  }

  /** An act of the person on their own sessions, with its audit entry; the homeserver hears of it afterwards. */
  async function perform({ person, device }: Session, act: string, address: string, work: (tx: Transaction) => Promise<AuditEntry['details']>): Promise<void> {
    await store.transaction(async (tx) => {
      const details = await work(tx);
      await audit.append(tx, { kind: 'login', act, actor: person.userId, address, user_id: person.userId, device: device.id, ...(details !== undefined && { details }) });
    });
    await errands.run();
  }

  const named = (devices: readonly Device[]) => ({ ended: devices.map((device) => device.id) });

  return {
    list,
    get,

    async rename(session, deviceId, name) {
      const { id } = await get(session, deviceId);
      try {
        await homeserver.renameDevice(session.person.userId, deviceId, name);
      } catch (error) {
        // It may not know the device yet; it learns of the name when the device's next token is made.
        if (!(error instanceof HomeserverRefused)) throw error;
      }
      await store.transaction(async (tx) => {
        const device = await tx.devices.get(id);
        if (device === null) throw new Refused('not_found');
        await tx.devices.put({ ...device, displayName: name });
        await tx.announce('device', id);
      });
    },

    end: (session, deviceIds, address) => perform(session, 'devices.end', address, async (tx) => {
      const wanted = new Set(deviceIds);
      const ended = (await tx.devices.ofUser(session.person.userId)).filter((device) => isSession(device) && wanted.has(device.deviceId));
      for (const device of ended) await endSession(tx, device);
      return named(ended);
    }),

    logout: (session, address) => perform(session, 'logout', address, async (tx) => {
      const device = await tx.devices.get(session.device.id);
      if (device !== null && isSession(device)) await endSession(tx, device);
      return undefined;
    }),

    logoutAll: (session, address) => perform(session, 'logout.all', address, async (tx) => named(await endSessions(tx, session.person.userId))),

    async changePassword(session, { password, endOthers, address }) {
      const { userId } = session.person;
      const hash = await hashPassword(password, userId);
      await perform(session, 'password.change', address, async (tx) => {
        await tx.people.setPassword(userId, hash, 'self');
        await tx.announce('person', userId);
        return named(endOthers ? await endSessions(tx, userId, session.device.id) : []);
      });
    },
  };
}
