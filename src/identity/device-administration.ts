/**
 * 4.5.2–4.5.4: what an administrator does with a device. Each act is one transaction with its audit entry, announced to every
 * process, which cuts open requests; the homeserver hears of it afterwards and is never waited for.
 */
import type { Audit } from '#audit/audit.ts';
import type { Clock } from '#lib/clock.ts';
import { approve, reject, resume, suspend, wipe, type Device } from '#model/device.ts';
import { Refused } from '#model/refused.ts';
import type { Store } from '#store/store.ts';
import type { Errands } from './errands.ts';

/** Acts of an administrator or of a service key (`by`) on a device (Device.id). @throws Refused not_found, conflict */
export interface DeviceAdministration {
  approve(id: string, by: string, why?: string): Promise<Device>;
  reject(id: string, by: string, why?: string): Promise<Device>;
  /** Reversible: the client keeps its data, no push reaches it. */
  suspend(id: string, by: string, why?: string): Promise<Device>;
  resume(id: string, by: string, why?: string): Promise<Device>;
  /** For good: the client is told to forget its data, the homeserver forgets the device. */
  wipe(id: string, by: string, why?: string): Promise<Device>;
  /** Whether the device is encrypted, as an MDM or an administrator says now. */
  reportPosture(id: string, encrypted: boolean, by: string, why?: string): Promise<Device>;
}

export interface DeviceAdministrationOptions {
  store: Store;
  audit: Audit;
  errands: Errands;
  clock: Clock;
}

export function createDeviceAdministration({ store, audit, errands, clock }: DeviceAdministrationOptions): DeviceAdministration {
  interface Act {
    id: string;
    act: string;
    by: string;
    why: string | undefined;
    turn(device: Device): Device | null;
    details?: Record<string, boolean>;
    /** Whether the homeserver is concerned. */
    reachesHomeserver?: boolean;
  }

  async function perform({ id, act, by, why, turn, details, reachesHomeserver = false }: Act): Promise<Device> {
    const after = await store.transaction(async (tx) => {
      const before = await tx.devices.get(id);
      if (before === null) throw new Refused('not_found');
      const device = turn(before);
      if (device === null) throw new Refused('conflict', { detail: `状態 ${before.state} の端末にはできません / the device is ${before.state}` });
      await tx.devices.put(device);
      if (reachesHomeserver && device.signedIn && device.deviceId !== null) {
        await tx.errands.add({ device: id, userId: device.userId, deviceId: device.deviceId });
      }
      await audit.append(tx, {
        kind: 'device', act, actor: by, user_id: device.userId, device: id, ...(why !== undefined && { why }),
        details: { before: before.state, after: device.state, approved: device.approved, ...details },
      });
      await tx.announce('device', id);
      return device;
    });
    if (reachesHomeserver) await errands.run();
    return after;
  }

  return {
    approve: (id, by, why) => perform({ id, act: 'devices.approve', by, why, turn: (device) => approve(device, clock()) }),
    reject: (id, by, why) => perform({ id, act: 'devices.reject', by, why, turn: (device) => reject(device, clock()) }),
    suspend: (id, by, why) => perform({ id, act: 'devices.suspend', by, why, turn: suspend, reachesHomeserver: true }),
    resume: (id, by, why) => perform({ id, act: 'devices.resume', by, why, turn: resume, reachesHomeserver: true }),
    wipe: (id, by, why) => perform({ id, act: 'devices.wipe', by, why, turn: wipe, reachesHomeserver: true }),
    reportPosture: (id, encrypted, by, why) => perform({
      id, act: 'devices.posture', by, why, details: { encrypted },
      turn: (device) => ({ ...device, posture: { encrypted, reportedAt: clock(), reportedBy: by } }),
    }),
  };
}
