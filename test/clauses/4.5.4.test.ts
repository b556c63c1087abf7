/** 4.5.4 モバイル端末の紛失または盗難時、管理者でアプリの無効化ができること。端末が発見された場合などに、再度、有効化ができること. */
import { setTimeout as sleep } from 'node:timers/promises';
import anyTest, { type TestFn } from 'ava';
import { Preset, type MatrixClient } from 'matrix-js-sdk';
import { startCity, type City } from '../harness/city.ts';
import { call } from './call.ts';
import { staff } from './person.ts';
import { pushTo, startPushGateway } from './push-gateway.ts';

const test = anyTest.serial as TestFn<{ city: City }>;
test.before(async (t) => { t.context.city = await startCity(); });
test.after.always((t) => t.context.city.close());

async function idOf(city: City, client: MatrixClient): Promise<string> {
  const { body } = await city.admin.request('GET', `devices?user_id=${encodeURIComponent(client.getUserId() ?? '')}&limit=1000`);
  return body.items.find((device: { device_id: string }) => device.device_id === client.getDeviceId()).id;
}

const act = (city: City, id: string, verb: string) => city.admin.request('POST', `devices/${id}/${verb}`, { why: '紛失の届出' });

test('fifty open syncs end within five seconds of a suspension; other devices go on; after resume nothing is missing', async (t) => {
  const { city } = t.context;
  const [lost, other] = [await city.login(staff(city, 0)), await city.login(staff(city, 0))];
  const colleague = await city.login(staff(city, 1));
  const { room_id: roomId } = await colleague.createRoom({ preset: Preset.PrivateChat, invite: [staff(city, 0).user] });
  await lost.joinRoom(roomId);
  const token = lost.getAccessToken();
  const since = (await call(city, 'GET', '/_matrix/client/v3/sync?timeout=0', { token })).body.next_batch;
  const polls = Array.from({ length: 50 }, (_, i) => call(city, 'GET', `/_matrix/client/v3/sync?timeout=60000&since=${since}&filter=${encodeURIComponent(JSON.stringify({ room: { rooms: [], timeline: { limit: i + 1 } }, presence: { types: [] }, account_data: { types: [] } }))}`, { token }));
  const otherSince = (await call(city, 'GET', '/_matrix/client/v3/sync?timeout=0', { token: other.getAccessToken() })).body.next_batch;
  const otherPoll = call(city, 'GET', `/_matrix/client/v3/sync?timeout=20000&since=${otherSince}`, { token: other.getAccessToken() });
  await sleep(500);

  const asked = Date.now();
  const id = await idOf(city, lost);
  t.is((await act(city, id, 'suspend')).body.state, 'suspended');
  for (const answer of await Promise.all(polls)) t.like(answer, { status: 403, body: { errcode: 'M_FORBIDDEN', reason: 'device_suspended' } });
  t.true(Date.now() - asked < 5000);
  t.is((await call(city, 'GET', '/_matrix/client/v3/account/whoami', { token })).body.reason, 'device_suspended');

  const { event_id: missed } = await colleague.sendTextMessage(roomId, '留守の間の連絡');
  t.is((await otherPoll).status, 200);
  t.is((await act(city, id, 'resume')).body.state, 'active');
  const caughtUp = (await call(city, 'GET', `/_matrix/client/v3/sync?timeout=5000&since=${since}`, { token })).body;
  t.true(caughtUp.rooms.join[roomId].timeline.events.some((event: { event_id: string }) => event.event_id === missed));
});

test('a suspended device does not come in again by logging in with its device_id', async (t) => {
  const { city } = t.context;
  const client = await city.login(staff(city, 2), { deviceId: 'LOSTPC' });
  await act(city, await idOf(city, client), 'suspend');
  t.like(await t.throwsAsync(city.login(staff(city, 2), { deviceId: 'LOSTPC' })), { data: { reason: 'device_suspended' } });
});

test('a wiped device is told to forget its data, and stays out', async (t) => {
  const { city } = t.context;
  const client = await city.login(staff(city, 3));
  const id = await idOf(city, client);
  t.is((await act(city, id, 'wipe')).body.state, 'wiped');
  const answer = await call(city, 'GET', '/_matrix/client/v3/account/whoami', { token: client.getAccessToken() });
  t.like(answer, { status: 401, body: { errcode: 'M_UNKNOWN_TOKEN', soft_logout: false, reason: 'device_wiped' } });
  t.is((await act(city, id, 'resume')).status, 409);
});

test('no push reaches a suspended device, and pushes come again after resume', async (t) => {
  const { city } = t.context;
  const gateway = await startPushGateway();
  t.teardown(() => gateway.close());

  const phone = await city.login(staff(city, 4));
  const colleague = await city.login(staff(city, 5));
  const { room_id: roomId } = await colleague.createRoom({ preset: Preset.PrivateChat, invite: [staff(city, 4).user], is_direct: true });
  await phone.joinRoom(roomId);
  await pushTo(phone, gateway.url);
  const arrived = async (eventId: string, ms: number) => {
    for (let waited = 0; waited < ms; waited += 100) {
      if (gateway.pushed.some((push) => push.event_id === eventId)) return true;
      await sleep(100);
    }
    return false;
  };
  const id = await idOf(city, phone);
  t.true(await arrived((await colleague.sendTextMessage(roomId, '一')).event_id, 15_000));
  await act(city, id, 'suspend');
  t.false(await arrived((await colleague.sendTextMessage(roomId, '二')).event_id, 3000));
  await act(city, id, 'resume');
  t.true(await arrived((await colleague.sendTextMessage(roomId, '三')).event_id, 15_000));
  const foreign = await call(city, 'POST', '/_matrix/client/v3/pushers/set', {
    token: phone.getAccessToken(),
    body: { app_id: 'a', app_display_name: 'a', device_display_name: 'd', pushkey: 'k', kind: 'http', lang: 'ja', data: { url: 'https://push.example.com/_matrix/push/v1/notify' } },
  });
  t.is(foreign.body.reason, 'push_gateway_not_allowed');
});
