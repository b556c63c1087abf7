/**
 * The end of sessions: the device goes with its tokens, its open requests are cut everywhere, and the homeserver is to forget it.
 * A wiped device is no session any more; it stays as it is, so that its client is told to forget its data.
 */
import type { UserId } from '#matrix/identifiers.ts';
import type { Device } from '#model/device.ts';
import type { Transaction } from '#store/store.ts';

/** Whether the device is one that its owner can see and end. */
export function isSession(device: Device): device is Device & { deviceId: string } {
  return device.signedIn && device.state !== 'wiped' && device.deviceId !== null;
}

export async function endSession(tx: Transaction, device: Device): Promise<void> {
  await tx.devices.remove(device.id);
  if (device.deviceId !== null) await tx.errands.add({ device: device.id, userId: device.userId, deviceId: device.deviceId });
  await tx.announce('device', device.id);
}

/** Ends the person's sessions, but for the device `except` (Device.id). @returns those that ended. */
export async function endSessions(tx: Transaction, userId: UserId, except: string | null = null): Promise<Device[]> {
  const ended = (await tx.devices.ofUser(userId)).filter((device) => isSession(device) && device.id !== except);
  for (const device of ended) await endSession(tx, device);
  return ended;
}
