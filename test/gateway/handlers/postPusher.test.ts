import test from 'ava';
import { postPusher } from '#gateway/handlers/postPusher.ts';
import { hana, reasonsOf } from '../../identity/house.ts';
import { openGate } from './exchanges.ts';

const pusher = {
  app_id: 'jp.example.app', pushkey: 'key', kind: 'http', app_display_name: 'App', device_display_name: 'PC', lang: 'ja',
  data: { url: 'http://127.0.0.1:9/_matrix/push/v1/notify', format: 'event_id_only' },
};

test('a pusher is passed on as it came, and remembered until it is taken away', async (t) => {
  const { rooms, as, house } = await openGate(t);
  const hanas = await as('hana', 'A');
  t.deepEqual(await postPusher(hanas(pusher), rooms), { status: 200, body: {} });
  t.deepEqual(house.homeserver.pushers.get(`${hana}|A|key`), pusher);
  const { id } = await house.device(hana, 'A');
  t.deepEqual((await house.store.pushers.ofDevice(id)).map(({ body }) => body), [pusher]);
  t.deepEqual(await postPusher(hanas({ app_id: pusher.app_id, pushkey: 'key', kind: null }), rooms), { status: 200, body: {} });
  t.is(house.homeserver.pushers.size, 0);
  t.deepEqual(await house.store.pushers.ofDevice(id), []);
});

test('what the homeserver refuses is told as it told it', async (t) => {
  const { rooms, as } = await openGate(t);
  const hanas = await as('hana', 'A');
  t.like(await postPusher(hanas({ ...pusher, lang: 'refused' }), rooms), { status: 400, body: { errcode: 'M_INVALID_PARAM' } });
});

test('what is no pusher is a bad request', async (t) => {
  const { rooms, as } = await openGate(t);
  const hanas = await as('hana', 'A');
  for (const change of [{ app_id: undefined }, { app_id: 'x'.repeat(65) }, { pushkey: '' }, { pushkey: 'x'.repeat(513) }, { pushkey: 'a\u0000' }, { kind: undefined }, { kind: 7 }]) {
    t.deepEqual(await reasonsOf(postPusher(hanas({ ...pusher, ...change }), rooms)), ['bad_request'], JSON.stringify(change));
  }
});
