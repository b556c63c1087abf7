import { setTimeout as sleep } from 'node:timers/promises';
import test, { type ExecutionContext } from 'ava';
import { createJournal } from '#journal/journal.ts';
import { createLog, type Log } from '#lib/log.ts';
import type { EventId, RoomId } from '#matrix/identifiers.ts';
import type { RoomEvent } from '#matrix/room-event.ts';
import { openTestStore } from '../harness/store.ts';
import { message, room } from './events.ts';

const now = 1_700_000_000_500;

/** A journal whose homeserver knows `readable` and counts how often it is asked. */
async function setUp(t: ExecutionContext, readable: RoomEvent[] = []) {
  const store = await openTestStore(t);
  const asked: string[] = [];
  const homeserver = {
    async event(_token: string, _room: RoomId, id: EventId) {
      asked.push(id);
      return readable.find((event) => event.event_id === id) ?? null;
    },
  };
  const warnings: unknown[] = [];
  const log: Log = { ...createLog('silent'), warn: (fields) => { warnings.push(fields); } };
  const journal = createJournal({ store, homeserver, clock: () => now, log });
  const kept = async () => (await store.events.after(0, 100)).map(({ event, source }) => [event.event_id, source]);
  return { store, journal, asked, warnings, kept };
}

test('events are kept in the order of their delivery, whole', async (t) => {
  const { store, journal } = await setUp(t);
  const odd = message('b', { type: 'nul\0type', state_key: `${'鍵'.repeat(300)}\0`, origin_server_ts: 1e300, unsigned: { age: 4 }, content: { text: '\0\ud800' } });
  await journal.deliver({ txnId: '1', events: [message('a'), odd], receipts: [] });
  await journal.deliver({ txnId: '2', events: [message('c')], receipts: [] });
  const events = await store.events.after(0, 10);
  t.deepEqual(events.map(({ event, position, source, received }) => [event.event_id, position, source, received]),
    [['$a', 1, 'transaction', now], ['$b', 2, 'transaction', now], ['$c', 3, 'transaction', now]]);
  t.deepEqual(events[1]?.event, odd);
});

test('what comes twice changes nothing', async (t) => {
  const { store, journal } = await setUp(t);
  const receipts = [{ roomId: room, content: { $a: { 'm.read': { '@taro:city.test': { ts: 1 } } } } }];
  const delivery = { txnId: '1', events: [message('a'), message('b'), message('a')], receipts };
  await journal.deliver(delivery);
  const before = [await store.events.after(0, 10), await store.receipts.after(0, 10)];
  await journal.deliver(delivery);
  await journal.deliver({ ...delivery, txnId: '2', receipts: [] });
  await journal.append([message('b')], 'reconciled');
  t.deepEqual([await store.events.after(0, 10), await store.receipts.after(0, 10)], before);
  t.is(before[0]?.length, 2);
  t.is(before[1]?.length, 1);
});

test('content that is kept never changes, also when the event comes again without it', async (t) => {
  const { store, journal, warnings } = await setUp(t);
  await journal.deliver({ txnId: '1', events: [message('a')], receipts: [] });
  const pruned = message('a', { content: {}, unsigned: { redacted_because: {} } });
  await journal.deliver({ txnId: '2', events: [pruned], receipts: [] });
  t.deepEqual((await store.events.get('$a' as EventId))?.event, message('a'));
  t.deepEqual(warnings, []);
});

test('an event that arrives redacted is kept as it is, with a note in the log', async (t) => {
  const { store, journal, warnings } = await setUp(t);
  const pruned = message('a', { content: {}, unsigned: { redacted_because: {} } });
  await journal.deliver({ txnId: '1', events: [pruned], receipts: [] });
  t.deepEqual((await store.events.get('$a' as EventId))?.event, pruned);
  t.is(warnings.length, 1);
});

test('a transaction is kept whole or not at all', async (t) => {
  const { store, journal, kept } = await setUp(t);
  const broken = { roomId: null as never, content: {} };
  await t.throwsAsync(journal.deliver({ txnId: '1', events: [message('a')], receipts: [broken] }));
  t.deepEqual(await kept(), []);
  await journal.deliver({ txnId: '1', events: [message('a')], receipts: [{ roomId: room, content: {} }] });
  t.is((await store.receipts.after(0, 10)).length, 1);
});

test('a failure names no text of anybody', async (t) => {
  const { journal } = await setUp(t);
  const error = await t.throwsAsync(journal.deliver({ txnId: '1', events: [message('a', { room_id: null as never })], receipts: [] }));
  t.false(String(error).includes('会議'));
});

test('many deliveries at once keep their own order and no place is given twice', async (t) => {
  const { store, journal } = await setUp(t);
  await Promise.all(Array.from({ length: 20 }, (_, n) => journal.deliver({ txnId: String(n), events: [message(`${n}a`), message(`${n}b`)], receipts: [] })));
  const events = await store.events.after(0, 100);
  t.deepEqual(events.map(({ position }) => position), Array.from({ length: 40 }, (_, n) => n + 1));
  const at = new Map(events.map(({ event, position }) => [event.event_id, position]));
  for (let n = 0; n < 20; n++) t.is(at.get(`$${n}b` as EventId), at.get(`$${n}a` as EventId)! + 1);
});

test('a redaction of a kept event need not wait', async (t) => {
  const { journal, asked } = await setUp(t);
  await journal.append([message('a')], 'transaction');
  t.deepEqual(await journal.keepTarget({ roomId: room, eventId: '$a' as EventId, token: 'x' }), { sender: '@hanako:city.test' });
  t.is(await journal.keepTarget({ roomId: '!other:city.test' as RoomId, eventId: '$a' as EventId, token: 'x' }), null);
  t.deepEqual(asked, []);
});

test('a redaction waits for the transaction that brings its target', async (t) => {
  const { journal, asked } = await setUp(t);
  const target = journal.keepTarget({ roomId: room, eventId: '$a' as EventId, token: 'x' });
  await sleep(150);
  await journal.deliver({ txnId: '1', events: [message('a')], receipts: [] });
  t.deepEqual(await target, { sender: '@hanako:city.test' });
  t.deepEqual(asked, []);
});

test('a redaction waits for another process that keeps its target', async (t) => {
  const { store, journal, asked } = await setUp(t);
  const target = journal.keepTarget({ roomId: room, eventId: '$a' as EventId, token: 'x' });
  await sleep(150);
  await store.transaction(async (tx) => { await tx.events.append([message('a')], 'transaction', now); });
  t.deepEqual(await target, { sender: '@hanako:city.test' });
  t.deepEqual(asked, []);
});

test('a target that nobody delivers is fetched and kept; its place comes with its transaction', async (t) => {
  const { store, journal, asked, kept } = await setUp(t, [message('b')]);
  t.deepEqual(await journal.keepTarget({ roomId: room, eventId: '$b' as EventId, token: 'x' }), { sender: '@hanako:city.test' });
  t.deepEqual(asked, ['$b']);
  t.deepEqual(await kept(), [['$b', 'fetched']]);
  const pruned = message('b', { content: {}, unsigned: { redacted_because: {} } });
  await journal.deliver({ txnId: '1', events: [message('a'), pruned], receipts: [] });
  t.deepEqual(await kept(), [['$a', 'transaction'], ['$b', 'transaction']]);
  t.deepEqual((await store.events.get('$b' as EventId))?.event, message('b'));
});

test('there is no target that the caller cannot read', async (t) => {
  const { journal, asked, kept } = await setUp(t);
  t.is(await journal.keepTarget({ roomId: room, eventId: '$nothing' as EventId, token: 'x' }), null);
  t.deepEqual(asked, ['$nothing']);
  t.deepEqual(await kept(), []);
});
