import test from 'ava';
import type { UserId } from '#matrix/identifiers.ts';
import type { Device } from '#model/device.ts';
import { openTestStore } from '../../harness/store.ts';

const device: Device = {
  id: 'd', userId: '@hana:city.test' as UserId, deviceId: 'PHONE', displayName: '電話', class: 'mobile', zone: 'internet', state: 'active', approved: true,
  answerUntil: null, signedIn: true, posture: { encrypted: true, reportedAt: 1_800_000_000_000, reportedBy: 'mdm' }, firstSeen: 1_800_000_000_000, lastSeen: 1_800_000_000_001,
  address: '192.0.2.1', agent: 'Element X',
};

test('a device comes back as it was put, also when it was put again', async (t) => {
  const store = await openTestStore(t);
  await store.devices.put(device);
  t.deepEqual(await store.devices.get('d'), device);
  const waiting: Device = { ...device, deviceId: null, displayName: null, state: 'waiting', approved: false, signedIn: false, posture: null, answerUntil: 1_800_000_000_002 };
  t.true(await store.devices.setHomeserverToken('d', 'sealed'));
  await store.devices.put(waiting);
  t.deepEqual(await store.devices.get('d'), waiting);
  t.is(await store.devices.homeserverToken('d'), 'sealed', 'putting leaves the homeserver’s token');
  t.is(await store.devices.get('nothing'), null);
  t.false(await store.devices.setHomeserverToken('nothing', 'sealed'));
});

test('a list is narrowed, ordered and continued', async (t) => {
  const store = await openTestStore(t);
  for (const id of ['c', 'a', 'b']) await store.devices.put({ ...device, id, state: id === 'b' ? 'waiting' : 'active' });
  await store.devices.put({ ...device, id: 'other', userId: '@jiro:city.test' as UserId });
  const ids = async (filter: Parameters<typeof store.devices.list>[0]) => (await store.devices.list(filter)).map(({ id }) => id);
  t.deepEqual(await ids({ limit: 10 }), ['a', 'b', 'c', 'other']);
  t.deepEqual(await ids({ limit: 2, after: 'a' }), ['b', 'c']);
  t.deepEqual(await ids({ limit: 10, state: 'waiting' }), ['b']);
  t.deepEqual(await ids({ limit: 10, state: 'active', userId: device.userId }), ['a', 'c']);
});

test('a thousand sightings are written at once, and touch nothing else', async (t) => {
  const store = await openTestStore(t);
  const names = Array.from({ length: 1000 }, (_, i) => `d${i}`);
  await store.transaction(async (tx) => { for (const id of names) await tx.devices.put({ ...device, id }); });
  await store.devices.seen(new Map([...names, 'gone'].map((id, i) => [id, { lastSeen: 1_900_000_000_000 + i, address: `10.0.0.${i % 250}` }])));
  t.deepEqual(await store.devices.get('d0'), { ...device, id: 'd0', lastSeen: 1_900_000_000_000, address: '10.0.0.0' });
  t.deepEqual(await store.devices.get('d999'), { ...device, id: 'd999', lastSeen: 1_900_000_000_999, address: '10.0.0.249' });
  t.is(await store.devices.get('gone'), null);
  await store.devices.seen(new Map());
});

test('a device goes with its tokens and pushers', async (t) => {
  const store = await openTestStore(t);
  await store.devices.put(device);
  await store.tokens.add({ id: 't', device: 'd', accessHash: 'a', refreshHash: null, expires: null, created: 1, used: true, ended: null });
  await store.pushers.put({ device: 'd', appId: 'app', pushkey: 'key', body: { kind: 'http' } });
  await store.devices.remove('d');
  t.is(await store.tokens.byAccess('a'), null);
  t.deepEqual(await store.pushers.ofDevice('d'), []);
});
