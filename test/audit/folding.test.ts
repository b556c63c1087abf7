import test from 'ava';
import type { AuditEntry } from '#audit/entry.ts';
import { Folding } from '#audit/folding.ts';

const minute = 60_000;
const start = 100 * minute;
const refusal = (address: string, extra: Partial<AuditEntry> = {}): AuditEntry => ({ kind: 'refusal', act: 'sync', address, reasons: ['address_not_listed'], ...extra });

test('one refusal is one entry', (t) => {
  const folding = new Folding();
  t.is(folding.add(refusal('192.0.2.1'), start).length, 1);
  t.deepEqual(folding.due(start + minute), []);
});

test('repetitions within a minute are one entry at its end', (t) => {
  const folding = new Folding();
  t.deepEqual(folding.add(refusal('192.0.2.1'), start), [{ at: start, entry: refusal('192.0.2.1') }]);
  t.deepEqual(folding.add(refusal('192.0.2.1'), start + 10), []);
  t.deepEqual(folding.add(refusal('192.0.2.1'), start + 20), []);
  t.deepEqual(folding.due(start + 59_999), []);
  t.deepEqual(folding.due(start + minute), [{ at: start + minute, entry: { ...refusal('192.0.2.1'), count: 2 }, from: start + 10, until: start + 20 }]);
  t.is(folding.add(refusal('192.0.2.1'), start + minute).length, 1);
});

test('another address, user, reason, act or kind is another entry', (t) => {
  const folding = new Folding();
  const entries = [refusal('192.0.2.1'), refusal('192.0.2.2'), refusal('192.0.2.1', { user_id: '@a:b' }), refusal('192.0.2.1', { reasons: ['rate_limited'] }), refusal('192.0.2.1', { act: 'send' }), refusal('192.0.2.1', { kind: 'login' })];
  t.is(entries.flatMap((entry) => folding.add(entry, start)).length, entries.length);
});

test('many addresses fill neither disk nor memory: their surplus is one entry a reason', (t) => {
  const folding = new Folding();
  const now = [];
  for (let i = 0; i < 5000; i++) now.push(...folding.add(refusal(`2001:db8::${i.toString(16)}`), start));
  for (let i = 0; i < 7; i++) now.push(...folding.add(refusal(`2001:db8::ffff`, { reasons: ['rate_limited'] }), start + 5));
  t.is(now.length, 1000);
  t.deepEqual(folding.due(start + minute), [
    { at: start + minute, entry: { kind: 'refusal', act: 'many', reasons: ['address_not_listed'], count: 4000, details: { addresses: 4000, addresses_exact: true } }, from: start, until: start },
    { at: start + minute, entry: { kind: 'refusal', act: 'many', reasons: ['rate_limited'], count: 7, details: { addresses: 1, addresses_exact: true } }, from: start + 5, until: start + 5 },
  ]);
  t.is(folding.add(refusal('2001:db8::1'), start + minute).length, 1);
});

test('the number of addresses stops where it would cost too much', (t) => {
  const folding = new Folding();
  for (let i = 0; i < 12_000; i++) folding.add(refusal(`2001:db8::${i.toString(16)}`), start);
  const [surplus] = folding.due(start + minute);
  t.is(surplus?.entry.count, 11_000);
  t.deepEqual(surplus?.entry.details, { addresses: 10_000, addresses_exact: false });
});

test('counts taken early start again', (t) => {
  const folding = new Folding();
  for (let i = 0; i < 4; i++) folding.add(refusal('192.0.2.1'), start + i);
  t.is(folding.counted(start + 5)[0]?.entry.count, 3);
  t.deepEqual(folding.counted(start + 6), []);
  folding.add(refusal('192.0.2.1'), start + 7);
  t.like(folding.due(start + minute)[0], { from: start + 7, until: start + 7 });
});
