import { setTimeout as sleep } from 'node:timers/promises';
import test, { type ExecutionContext } from 'ava';
import { HomeserverRefused, HomeserverUnavailable } from '#homeserver/homeserver-errors.ts';
import { compare } from '#journal/comparison.ts';
import { createJournal } from '#journal/journal.ts';
import { createReconciler } from '#journal/reconciler.ts';
import { createLog } from '#lib/log.ts';
import type { EventId, RoomId, UserId } from '#matrix/identifiers.ts';
import type { RoomEvent } from '#matrix/room-event.ts';
import { openTestStore } from '../harness/store.ts';
import { message, room } from './events.ts';

const other = '!other:city.test' as RoomId;
const own = '!own:city.test' as RoomId;
const joins = [room, other].map((roomId) => message(`join-${roomId}`, { room_id: roomId, type: 'm.room.member', state_key: '@hanako:city.test' }));

/** A homeserver that goes wrong in ways that a real one does only on a bad day; `history` is newest last. */
async function setUp(t: ExecutionContext) {
  const store = await openTestStore(t);
  const log = createLog('silent');
  const history = new Map<RoomId, RoomEvent[]>([[room, []], [other, []]]);
  const trouble = new Map<RoomId, Error>();
  let written = 0;
  const homeserver = {
    event: async () => null,
    available: async () => true,
    ignoresAnyone: async () => false,
    joinedRooms: async () => [],
    joinedMembers: async () => [],
    messages: async (_reader: UserId, roomId: RoomId) => {
      const error = trouble.get(roomId);
      if (error !== undefined) throw error;
      return { events: (history.get(roomId) ?? []).toReversed(), start: 'start', end: null };
    },
    ping: async () => undefined,
    createOwnRoom: async () => own,
    writeOwnRoom: async () => {
      const event = message(`own${++written}`, { room_id: own });
      await journal.append([event], 'transaction');
      return event.event_id;
    },
    watch: () => async () => undefined,
  };
  const journal = createJournal({ store, homeserver, clock: () => 1, log });
  await journal.append(joins, 'transaction');
  const options = { store, homeserver, journal, serverName: 'city.test', log, signal: new AbortController().signal };
  const places = async () => (await store.events.places(['$a', '$b'] as EventId[])).size;
  return { ...options, options, history, trouble, places };
}

test('a room that cannot be compared stops no other, and all is compared again', async (t) => {
  const { options, history, trouble, store, places } = await setUp(t);
  history.get(room)!.push(message('a'));
  history.get(other)!.push(message('b', { room_id: other }));
  trouble.set(room, new HomeserverUnavailable('test'));
  await t.throwsAsync(compare(options));
  t.is(await places(), 1);
  t.is(await store.state.get('journal_compared_to'), null);
  trouble.clear();
  t.is(await compare(options), 1);
  t.is(await places(), 2);
  t.not(await store.state.get('journal_compared_to'), null);
});

test('a room that nobody can read any more does not hold up the comparison', async (t) => {
  const { options, trouble, store } = await setUp(t);
  trouble.set(room, new HomeserverRefused('test', 403, 'M_FORBIDDEN'));
  t.is(await compare(options), 0);
  t.not(await store.state.get('journal_compared_to'), null);
});

test('one comparison at a time: who asks meanwhile has it done again afterwards', async (t) => {
  const { options, homeserver, history, places } = await setUp(t);
  let running = 0;
  let most = 0;
  const messages = async (reader: UserId, roomId: RoomId) => {
    if (roomId === room) most = Math.max(most, ++running);
    const page = await homeserver.messages(reader, roomId);
    await sleep(100);
    if (roomId === room) running--;
    return page;
  };
  const reconciler = createReconciler({ ...options, homeserver: { ...homeserver, messages } as never, clock: () => 1 });
  t.true(reconciler.reconciling);
  await sleep(50);
  history.get(room)!.push(message('a'), message('b'));
  reconciler.trigger();
  reconciler.trigger();
  await reconciler.settled();
  t.is(most, 1);
  t.is(await places(), 2);
  t.false(reconciler.reconciling);
  await reconciler.close();
});

test('a comparison that failed is done again by itself, and at once when the homeserver is back', async (t) => {
  const { options, homeserver, history, trouble, places } = await setUp(t);
  history.get(room)!.push(message('a'), message('b'));
  trouble.set(room, new HomeserverUnavailable('test'));
  const reconciler = createReconciler({ ...options, homeserver: homeserver as never, clock: () => 1 });
  await sleep(300);
  t.true(reconciler.reconciling);
  trouble.clear();
  reconciler.trigger();
  await reconciler.settled();
  t.is(await places(), 2);
  await reconciler.close();
});
