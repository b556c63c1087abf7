/**
 * A device: one login of one person from one client, from its first asking to its end (4.2.4, 4.5.2–4.5.4).
 * A waiting request and the session that comes of it are the same device, so an approval is bound to the one login it admits.
 */
import type { UserId } from '#matrix/identifiers.ts';

export type Zone = 'lgwan' | 'internet';
export type DeviceClass = 'pc' | 'mobile';
export type DeviceState = 'waiting' | 'active' | 'suspended' | 'wiped' | 'rejected';

/** What an MDM or an administrator reported of the device's encryption (4.5.3). */
export interface Posture {
  encrypted: boolean;
  reportedAt: number;
  reportedBy: string;
}

export interface Device {
  /** Sekisho's own id, in the admin REST; unlike `deviceId` it is never used twice. */
  id: string;
  userId: UserId;
  /** Matrix's device ID; null while a client waits that sent none. */
  deviceId: string | null;
  displayName: string | null;
  class: DeviceClass;
  /** The zone it was born in. */
  zone: Zone;
  state: DeviceState;
  approved: boolean;
  /** An answered request: until then an approval admits its one login, a rejection keeps it from asking again. Null once spent. */
  answerUntil: number | null;
  /** Whether a session came of it; one that did not has no tokens and nothing at the homeserver. */
  signedIn: boolean;
  posture: Posture | null;
  firstSeen: number;
  lastSeen: number;
  address: string;
  agent: string;
}

/** How long the answer to a request counts (contract: "within a day"). */
const answerMs = 24 * 60 * 60 * 1000;

/** The device after an act, or null when its state does not allow the act (a conflict). */
export function approve(device: Device, now: number): Device | null {
  // A session born without approval (a listed PC) may be approved later; it needs no new login.
  if (device.state === 'active' && device.signedIn) return { ...device, approved: true };
  if (device.state !== 'waiting' && device.state !== 'rejected') return null;
  return { ...device, state: 'active', approved: true, answerUntil: now + answerMs };
}

export function reject(device: Device, now: number): Device | null {
  return device.signedIn || device.state === 'wiped' ? null : { ...device, state: 'rejected', approved: false, answerUntil: now + answerMs };
}

export function suspend(device: Device): Device | null {
  return device.state === 'active' || device.state === 'suspended' ? { ...device, state: 'suspended' } : null;
}

export function resume(device: Device): Device | null {
  return device.state === 'suspended' || (device.state === 'active' && device.signedIn) ? { ...device, state: 'active' } : null;
}

export function wipe(device: Device): Device | null {
  return device.signedIn ? { ...device, state: 'wiped', approved: false } : null;
}
