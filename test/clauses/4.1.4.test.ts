/** 4.1.4 デスクトップアプリ、Android アプリ、iOS アプリ、Web ブラウザアプリを提供していること: stock clients start up and sync in the way that each of them does. */
import { setTimeout as sleep } from 'node:timers/promises';
import anyTest, { type TestFn } from 'ava';
import type { MatrixClient, MatrixError } from 'matrix-js-sdk';
import { SlidingSync } from 'matrix-js-sdk/lib/sliding-sync.js';
import { call } from './call.ts';
import { nextMessage, syncing } from './chat.ts';
import { elementStart } from './element-start.ts';
import { eventually } from './eventually.ts';
import { staff } from './person.ts';
import { pathOf, startTalk, type Talk } from './talk.ts';
import { sorted } from '../harness/sorted.ts';

const test = anyTest.serial as TestFn<Talk>;
test.before(async (t) => { t.context = await startTalk(); });
test.after.always((t) => t.context.city?.close());

const slidingPath = '/_matrix/client/unstable/org.matrix.simplified_msc3575/sync';
const window = { timeline_limit: 10, required_state: [['m.room.name', ''], ['m.room.member', '$LAZY'], ['m.room.create', '']] };

test('all that Element Web asks at its start is answered as it needs', async (t) => {
  const { city } = t.context;
  const client = await city.login(staff(city, 3));
  for (const { what, method, path, body, open, status, like } of elementStart(staff(city, 3))) {
    const answer = await call(city, method, path, { token: open ? null : client.getAccessToken(), body });
    t.is(answer.status, status, `${what} ${method} ${path} ${JSON.stringify(answer.body)}`);
    if (like !== undefined) t.like(answer.body, like, what);
  }
});

test('each zone’s clients are told to stay at its address, that nothing is encrypted, and what there is', async (t) => {
  const { city } = t.context;
  for (const zone of ['lgwan', 'internet'] as const) {
    const { body: wellKnown } = await call(city, 'GET', '/.well-known/matrix/client', { zone });
    t.like(wellKnown, { 'm.homeserver': { base_url: city.gateways[zone] }, 'io.element.e2ee': { force_disable: true } });
    const { body: versions } = await call(city, 'GET', '/_matrix/client/versions', { zone });
    t.true(versions.versions.includes('v1.11'));
    t.true(versions.unstable_features['org.matrix.simplified_msc3575']);
    t.is(versions.unstable_features['org.matrix.msc4140'], undefined);
  }
  const { capabilities } = (await call(city, 'GET', '/_matrix/client/v3/capabilities', { token: t.context.hanako.getAccessToken() })).body;
  t.like(capabilities, { 'm.change_password': { enabled: true }, 'm.3pid_changes': { enabled: false }, 'm.get_login_token': { enabled: false }, 'm.room_versions': { default: '11' } });
});

test('a browser may ask from any page, as the specification says', async (t) => {
  const { city } = t.context;
  const response = await city.seat()(`${city.gateways.lgwan}/_matrix/client/v3/sync`, { method: 'OPTIONS', headers: { origin: 'https://element.example.jp', 'access-control-request-method': 'GET', 'access-control-request-headers': 'authorization' } });
  t.true(response.ok);
  t.is(response.headers.get('access-control-allow-origin'), '*');
  t.true(response.headers.get('access-control-allow-headers')?.toLowerCase().includes('authorization'));
});

test('settings and names go to one’s other devices', async (t) => {
  const { city, hanako, ichiro, roomId } = t.context;
  const second = await syncing(await city.login(staff(city, 0)));
  await hanako.setAccountData('im.vector.web.settings' as never, { theme: '暗' } as never);
  await eventually('the setting', () => second.getAccountData('im.vector.web.settings' as never)?.getContent()['theme'] === '暗');
  await hanako.setRoomAccountData(roomId, 'im.vector.room' as never, { 折り畳み: true } as never);
  await eventually('the room’s setting', () => second.getRoom(roomId)?.getAccountData('im.vector.room')?.getContent()['折り畳み'] === true);
  await hanako.setDisplayName('佐藤 花子（総務）');
  await eventually('the name', () => ichiro.getRoom(roomId)?.getMember(hanako.getUserId()!)?.rawDisplayName === '佐藤 花子（総務）');
  t.like(await ichiro.getProfileInfo(hanako.getUserId()!), { displayname: '佐藤 花子（総務）' });
});

test('a client whose crypto is on starts up: it has its keys uploaded, and cross-signing', async (t) => {
  const { city } = t.context;
  const client = await city.login(staff(city, 2));
  await client.initRustCrypto({ useIndexedDB: false });
  await syncing(client);
  const crypto = client.getCrypto()!;
  await eventually('the device’s keys', async () => (await crypto.getUserDeviceInfo([client.getUserId()!], true)).get(client.getUserId()!)?.has(client.getDeviceId()!));
  await crypto.bootstrapCrossSigning({ authUploadDeviceSigningKeys: (request) => request(null) });
  await eventually('the identity', () => crypto.isCrossSigningReady());

  // Beginning anew, as somebody does who can no longer verify his devices, takes the password.
  const master = await crypto.getCrossSigningKeyId();
  await crypto.bootstrapCrossSigning({
    setupNewCrossSigning: true,
    async authUploadDeviceSigningKeys(request) {
      const { data: challenge } = await t.throwsAsync<MatrixError>(request(null));
      t.deepEqual(challenge['flows'], [{ stages: ['m.login.password'] }]);
      const auth = (password: string) => ({ type: 'm.login.password', session: challenge['session'], identifier: { type: 'm.id.user', user: staff(city, 2).user }, password });
      t.like(await t.throwsAsync(request(auth('違うパスワード'))), { httpStatus: 401, errcode: 'M_FORBIDDEN' });
      return request(auth(staff(city, 2).password));
    },
  });
  await eventually('the new identity', () => crypto.isCrossSigningReady());
  t.not(await crypto.getCrossSigningKeyId(), master);
});

test('the SDK’s own sliding sync shows the rooms and what is said in them', async (t) => {
  const { city, hanako, roomId } = t.context;
  const client: MatrixClient = await city.login(staff(city, 1));
  const sliding = new SlidingSync(client.baseUrl, new Map([['all', { ranges: [[0, 19]], ...window }]]), window, client, 20_000);
  t.teardown(() => client.stopClient());
  await client.startClient({ slidingSync: sliding });
  await eventually('the room', () => client.getRoom(roomId)?.name === '窓口の相談');
  const shown = nextMessage(client, roomId);
  await hanako.sendTextMessage(roomId, 'Element X へ');
  t.is((await shown).getContent()['body'], 'Element X へ');
});

test('sliding sync: lists, a subscription, extensions, and a poll that waits until there is something', async (t) => {
  const { city, hanako, ichiro, roomId } = t.context;
  const client = await city.login(staff(city, 1));
  const ask = (query: string, body: Record<string, unknown>) => call(city, 'POST', `${slidingPath}?${query}`, { token: client.getAccessToken(), body: { conn_id: 'room-list', ...body } });
  const asked = {
    lists: { all: { ranges: [[0, 19]], ...window, filters: { is_dm: false } } },
    room_subscriptions: { [roomId]: { timeline_limit: 5, required_state: [['*', '*']] } },
    extensions: { to_device: { enabled: true }, e2ee: { enabled: true }, account_data: { enabled: true }, receipts: { enabled: true }, typing: { enabled: true } },
  };
  const { status, body: first } = await ask('timeout=0', asked);
  t.is(status, 200);
  t.true(first.lists.all.count >= 1);
  t.like(first.rooms[roomId], { name: '窓口の相談', joined_count: 2, initial: true });
  t.true(first.rooms[roomId].timeline.length <= 10);
  t.deepEqual(first.extensions.e2ee.device_one_time_keys_count, { signed_curve25519: 0 });
  t.true(first.extensions.account_data.global.some((entry: { type: string }) => entry.type === 'm.push_rules'));

  // Whatever is still on its way to this connection comes before the poll that waits.
  let { pos } = first;
  for (;;) {
    const { body } = await ask(`pos=${pos}&timeout=300`, asked);
    pos = body.pos;
    if (Object.keys(body.rooms).length === 0) break;
  }
  let answered = false;
  const poll = ask(`pos=${pos}&timeout=20000`, asked).then((answer) => { answered = true; return answer; });
  await sleep(1000);
  t.false(answered);
  const { event_id: eventId } = await hanako.sendTextMessage(roomId, '待っていました');
  const { body: next } = await poll;
  t.true(next.rooms[roomId].timeline.some((event: { event_id: string }) => event.event_id === eventId));

  await ichiro.sendTyping(roomId, true, 10_000);
  const typing = await eventually('typing', async () => {
    const { body } = await ask(`pos=${pos}&timeout=500`, asked);
    pos = body.pos;
    return body.extensions?.typing?.rooms?.[roomId];
  });
  t.deepEqual(typing.content.user_ids, [ichiro.getUserId()]);
  t.like(await call(city, 'POST', '/_matrix/client/v4/sync', { token: client.getAccessToken(), body: {} }), { status: 404, body: { errcode: 'M_UNRECOGNIZED' } });
});

test('members are loaded when they are needed', async (t) => {
  const { city, hanako, ichiro, roomId } = t.context;
  const { body } = await call(city, 'GET', `${pathOf(roomId)}/members?not_membership=leave`, { token: hanako.getAccessToken() });
  const members = body.chunk.map((event: { state_key: string }) => event.state_key);
  t.deepEqual(sorted(members), sorted([hanako.getUserId(), ichiro.getUserId()]));
});
