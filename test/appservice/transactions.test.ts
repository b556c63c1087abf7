import { once } from 'node:events';
import { createServer } from 'node:http';
import test, { type ExecutionContext } from 'ava';
import { createAppservice } from '#appservice/transactions.ts';
import { createJournal, type Delivery } from '#journal/journal.ts';
import { createLog } from '#lib/log.ts';
import { openTestStore } from '../harness/store.ts';
import { message, room } from '../journal/events.ts';

const hsToken = 'hs_token';

/** A listener before a real journal; `fail` makes the database fail. */
async function setUp(t: ExecutionContext) {
  const store = await openTestStore(t);
  const log = createLog('silent');
  const journal = createJournal({ store, homeserver: { event: async () => null }, clock: () => 1, log });
  const state = { fail: false };
  const deliver = async (delivery: Delivery) => {
    if (state.fail) throw new Error('disk full');
    await journal.deliver(delivery);
  };
  const server = createServer(createAppservice({ journal: { deliver }, hsToken, log })).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => { server.close(); });
  const { port } = server.address() as { port: number };
  const call = async (method: string, path: string, body?: unknown, authorization: string | null = `Bearer ${hsToken}`) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
      method, headers: authorization === null ? {} : { authorization },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return [answer.status, (await answer.json() as { errcode?: string }).errcode ?? null];
  };
  const kept = async () => (await store.events.after(0, 1000)).map(({ event }) => event.event_id as string);
  return { store, state, call, kept };
}

const transactions = '/_matrix/app/v1/transactions';

test('a transaction is kept before it is answered', async (t) => {
  const { store, call, kept } = await setUp(t);
  const receipt = { type: 'm.receipt', room_id: room, content: { $a: { 'm.read': { '@taro:city.test': { ts: 5 } } } } };
  const ephemeral = [receipt, { type: 'm.typing', room_id: room, content: { user_ids: [] } }, { type: 'm.presence', sender: '@taro:city.test', content: {} }];
  t.deepEqual(await call('PUT', `${transactions}/1`, { events: [message('a'), message('b')], ephemeral, 'org.example.more': 1 }), [200, null]);
  t.deepEqual(await kept(), ['$a', '$b']);
  t.deepEqual((await store.receipts.after(0, 10)).map(({ roomId, content }) => [roomId, content]), [[room, receipt.content]]);
});

test('receipts under the unstable key are kept as well, and those under both once', async (t) => {
  const { store, call } = await setUp(t);
  const ephemeral = [{ type: 'm.receipt', room_id: room, content: {} }];
  await call('PUT', `${transactions}/1`, { events: [], 'de.sorunome.msc2409.ephemeral': ephemeral });
  await call('PUT', `${transactions}/2`, { events: [], ephemeral, 'de.sorunome.msc2409.ephemeral': ephemeral });
  t.is((await store.receipts.after(0, 10)).length, 2);
});

test('a transaction that comes again is answered and changes nothing', async (t) => {
  const { call, kept } = await setUp(t);
  for (let n = 0; n < 3; n++) t.deepEqual(await call('PUT', `${transactions}/1`, { events: [message('a')] }), [200, null]);
  t.deepEqual(await kept(), ['$a']);
});

test('a transaction that cannot be kept is answered with 500 and kept when it comes again', async (t) => {
  const { state, call, kept } = await setUp(t);
  state.fail = true;
  t.deepEqual(await call('PUT', `${transactions}/1`, { events: [message('a')] }), [500, 'M_UNKNOWN']);
  state.fail = false;
  t.deepEqual(await call('PUT', `${transactions}/1`, { events: [message('a')] }), [200, null]);
  t.deepEqual(await kept(), ['$a']);
});

test('far more than 5 MB is taken in', async (t) => {
  const { call, kept } = await setUp(t);
  const events = Array.from({ length: 100 }, (_, n) => message(String(n), { content: { body: '会'.repeat(20_000) } }));
  t.deepEqual(await call('PUT', `${transactions}/1`, { events }), [200, null]);
  t.is((await kept()).length, 100);
});

test('one malformed event does not hold up the others', async (t) => {
  const { call, kept } = await setUp(t);
  t.deepEqual(await call('PUT', `${transactions}/1`, { events: [{ type: 'm.room.message' }, null, message('a')] }), [200, null]);
  t.deepEqual(await kept(), ['$a']);
});

test('only the homeserver is heard', async (t) => {
  const { call, kept } = await setUp(t);
  const body = { events: [message('a')] };
  t.deepEqual(await call('PUT', `${transactions}/1`, body, null), [401, 'M_MISSING_TOKEN']);
  t.deepEqual(await call('PUT', `${transactions}/1`, body, 'Bearer other'), [403, 'M_FORBIDDEN']);
  t.deepEqual(await call('PUT', `${transactions}/1?access_token=${hsToken}`, body, null), [401, 'M_MISSING_TOKEN']);
  t.deepEqual(await call('POST', '/_matrix/app/v1/ping', {}, 'Bearer other'), [403, 'M_FORBIDDEN']);
  t.deepEqual(await kept(), []);
});

test('a ping is answered, queries find nothing, all else is unknown', async (t) => {
  const { call } = await setUp(t);
  t.deepEqual(await call('POST', '/_matrix/app/v1/ping', { transaction_id: 'x' }), [200, null]);
  t.deepEqual(await call('GET', '/_matrix/app/v1/users/@hanako:city.test'), [404, 'M_NOT_FOUND']);
  t.deepEqual(await call('GET', '/_matrix/app/v1/rooms/%23soumu:city.test'), [404, 'M_NOT_FOUND']);
  t.deepEqual(await call('GET', '/_matrix/app/v1/thirdparty/user'), [404, 'M_UNRECOGNIZED']);
  t.deepEqual(await call('POST', `${transactions}/1`, { events: [] }), [404, 'M_UNRECOGNIZED']);
  t.deepEqual(await call('PUT', '/transactions/1', { events: [] }), [404, 'M_UNRECOGNIZED']);
});

test('what is no transaction is refused', async (t) => {
  const { call } = await setUp(t);
  for (const body of ['{', '[]', '{"events": 1}']) t.deepEqual(await call('PUT', `${transactions}/1`, body), [400, 'M_BAD_JSON']);
});
