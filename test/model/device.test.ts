import test from 'ava';
import type { UserId } from '#matrix/identifiers.ts';
import { approve, reject, resume, suspend, wipe, type Device } from '#model/device.ts';

const now = 1_800_000_000_000;
/** "Within a day" (contract). */
const answerMs = 86_400_000;

const base: Device = {
  id: 'd1',
  userId: '@hanako:city.example' as UserId,
  deviceId: 'PHONE',
  displayName: null,
  class: 'mobile',
  zone: 'internet',
  state: 'waiting',
  approved: false,
  answerUntil: null,
  signedIn: false,
  posture: null,
  firstSeen: now,
  lastSeen: now,
  address: '192.0.2.1',
  agent: 'Element X',
};
const waiting = base;
const admitted: Device = { ...base, state: 'active', approved: true, answerUntil: now + answerMs };
const active: Device = { ...base, state: 'active', approved: true, signedIn: true };
const listed: Device = { ...active, approved: false };
const suspended: Device = { ...active, state: 'suspended' };
const wiped: Device = { ...active, state: 'wiped', approved: false };
const rejected: Device = { ...base, state: 'rejected' };

type Change = Partial<Device> | null;

/** For each act: the device before, and what differs after; null where the act is a conflict. */
const table: readonly [act: string, apply: (device: Device) => Device | null, cases: readonly [string, Device, Change][]][] = [
  ['approve', device => approve(device, now), [
    ['waiting', waiting, { state: 'active', approved: true, answerUntil: now + answerMs }],
    ['rejected', rejected, { state: 'active', approved: true, answerUntil: now + answerMs }],
    ['listed', listed, { approved: true }],
    ['active', active, {}],
    ['suspended', suspended, null],
    ['wiped', wiped, null],
  ]],
  ['reject', device => reject(device, now), [
    ['waiting', waiting, { state: 'rejected', answerUntil: now + answerMs }],
    ['admitted', admitted, { state: 'rejected', approved: false, answerUntil: now + answerMs }],
    ['rejected', rejected, { answerUntil: now + answerMs }],
    ['active', active, null],
    ['suspended', suspended, null],
    ['wiped', wiped, null],
  ]],
  ['suspend', suspend, [
    ['active', active, { state: 'suspended' }],
    ['listed', listed, { state: 'suspended' }],
    ['suspended', suspended, {}],
    ['waiting', waiting, null],
    ['rejected', rejected, null],
    ['wiped', wiped, null],
  ]],
  ['resume', resume, [
    ['suspended', suspended, { state: 'active' }],
    ['active', active, {}],
    ['waiting', waiting, null],
    ['rejected', rejected, null],
    ['wiped', wiped, null],
  ]],
  ['wipe', wipe, [
    ['active', active, { state: 'wiped', approved: false }],
    ['suspended', suspended, { state: 'wiped', approved: false }],
    ['wiped', wiped, {}],
    ['waiting', waiting, null],
    ['admitted', admitted, null],
    ['rejected', rejected, null],
  ]],
];

for (const [act, apply, cases] of table) {
  for (const [name, before, change] of cases) {
    test(`${act}: ${name} → ${change === null ? 'conflict' : JSON.stringify(change)}`, (t) => {
      const copy = structuredClone(before);
      t.deepEqual(apply(before), change && { ...before, ...change });
      t.deepEqual(before, copy, 'the device itself is not changed');
    });
  }
}

test('a suspended device that was approved is approved when it is resumed', (t) => {
  t.deepEqual(resume(suspend(active)!), active);
});

test('nothing brings a wiped device back', (t) => {
  for (const back of [approve(wiped, now), reject(wiped, now), suspend(wiped), resume(wiped)]) t.is(back, null);
});
