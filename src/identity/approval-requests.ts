/**
 * 4.5.2: a login whose password was right and whose device is not approved leaves a request for an administrator to answer. A few
 * an account; who asks again changes the request that waits; a rejected one is silent for a day.
 */
import type { Audit } from '#audit/audit.ts';
import type { Clock } from '#lib/clock.ts';
import { randomId } from '#lib/random.ts';
import type { UserId } from '#matrix/identifiers.ts';
import type { Device } from '#model/device.ts';
import type { Store } from '#store/store.ts';
import type { Where } from './caller.ts';

/** What a login says of its device. */
export interface Client extends Where {
  agent: string;
  deviceId: string | null;
  displayName: string | null;
}

const mostWaiting = 5;

/** The request that this client left before: by its device ID or, if it sent none, by its agent. */
export function requestOf(client: Client, devices: readonly Device[]): Device | null {
  return devices.find((device) => !device.signedIn
    && (client.deviceId === null ? device.deviceId === null && device.agent === client.agent : device.deviceId === client.deviceId)) ?? null;
}

/** Whether an administrator's approval still admits a login. */
export function admits(request: Device | null, now: number): request is Device {
  return request !== null && request.state === 'active' && request.approved && request.answerUntil !== null && request.answerUntil > now;
}

export async function leaveRequest({ store, audit, clock }: { store: Store; audit: Audit; clock: Clock }, userId: UserId, client: Client): Promise<void> {
  await store.transaction(async (tx) => {
    const now = clock();
    const devices = await tx.devices.ofUser(userId);
    const before = requestOf(client, devices);
    if (before?.state === 'rejected' && before.answerUntil !== null && before.answerUntil > now) return;
    const isNew = before?.state !== 'waiting';
    if (isNew && devices.filter((device) => device.state === 'waiting').length >= mostWaiting) return;
    const request: Device = {
      id: before?.id ?? randomId(), userId, deviceId: client.deviceId, displayName: client.displayName,
      class: client.class, zone: client.zone, state: 'waiting', approved: false, answerUntil: null, signedIn: false,
      posture: before?.posture ?? null, firstSeen: before?.firstSeen ?? now, lastSeen: now, address: client.address, agent: client.agent,
    };
    await tx.devices.put(request);
    if (isNew) await audit.append(tx, { kind: 'device', act: 'devices.request', address: client.address, zone: client.zone, user_id: userId, device: request.id, details: { class: client.class } });
  });
}
