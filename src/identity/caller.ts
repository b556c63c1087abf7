/** Who acts, as the policy sees it: what a person and a device are at a moment, in the words of the facts. */
import type { Caller } from '#policy/facts.ts';
import type { Device, DeviceClass, Zone } from '#model/device.ts';
import type { Person } from '#model/person.ts';

type AccountFacts = Caller['account'];
type PostureFacts = Caller['device']['posture'];

const hourMs = 60 * 60 * 1000;

export function accountState(person: Person, now: number): AccountFacts['state'] {
  if (person.state !== 'active') return 'locked';
  return person.expires !== null && person.expires <= now ? 'expired' : 'active';
}

export function postureOf(device: Device | null, now: number): PostureFacts {
  const posture = device?.posture ?? null;
  return posture === null ? null : { encrypted: posture.encrypted, age_hours: Math.max(0, Math.floor((now - posture.reportedAt) / hourMs)) };
}

/** A device's state for the policy; whatever has no business with a session counts as the worst. */
export function sessionState(device: Device): 'active' | 'suspended' | 'wiped' {
  return device.state === 'active' || device.state === 'suspended' ? device.state : 'wiped';
}

export interface Where {
  zone: Zone;
  class: DeviceClass;
  address: string;
}

export function callerOf(person: Person, where: Where, device: Caller['device'], now: number): Caller {
  return {
    zone: where.zone, class: where.class, address: where.address,
    account: { kind: person.kind, role: person.role, groups: person.groups, state: accountState(person, now) },
    device,
  };
}
