/** 4.2.4 同一の ID にて、複数端末で同時に利用が可能なこと. */
import test from 'ava';
import { Preset } from 'matrix-js-sdk';
import { startCity } from '../harness/city.ts';
import { call, passwordLogin } from './call.ts';
import { nextMessage, syncing } from './chat.ts';
import { staff } from './person.ts';
import { sorted } from '../harness/sorted.ts';

test('two devices of one person: what one sends the other shows, the same transaction id loses nothing, each is its own', async (t) => {
  const city = await startCity();
  t.teardown(() => city.close());
  const person = staff(city, 0);
  const [desk, laptop] = [await syncing(await city.login(person)), await city.login(person)];
  t.not(desk.getDeviceId(), laptop.getDeviceId());
  const colleague = await syncing(await city.login(staff(city, 1)));
  const { room_id: roomId } = await desk.createRoom({ preset: Preset.PrivateChat, invite: [staff(city, 1).user] });
  await colleague.joinRoom(roomId);
  const shown = nextMessage(colleague, roomId);
  await laptop.sendTextMessage(roomId, '持ち帰り端末から');
  t.is((await shown).getContent()['body'], '持ち帰り端末から');

  const path = `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/send/m.room.message/same`;
  const send = (token: string | null, body: string) => call(city, 'PUT', path, { token, body: { msgtype: 'm.text', body } });
  const ids = [await send(desk.getAccessToken(), '一'), await send(laptop.getAccessToken(), '二'), await send(colleague.getAccessToken(), '三')].map((answer) => answer.body.event_id);
  t.is(new Set(ids).size, 3);
  t.is((await send(desk.getAccessToken(), '一')).body.event_id, ids[0]);

  const { devices } = await desk.getDevices();
  t.deepEqual(sorted(devices.map((device) => device.device_id)), sorted([desk.getDeviceId(), laptop.getDeviceId()]));
  await desk.setDeviceDetails(laptop.getDeviceId() ?? '', { display_name: '持ち帰り端末' });
  t.is((await desk.getDevice(laptop.getDeviceId() ?? '')).display_name, '持ち帰り端末');

  const deletion = `/_matrix/client/v3/devices/${laptop.getDeviceId()}`;
  const asked = await call(city, 'DELETE', deletion, { token: desk.getAccessToken(), body: {} });
  t.is(asked.status, 401);
  t.is((await call(city, 'DELETE', deletion, { token: desk.getAccessToken(), body: { auth: { ...passwordLogin(person.user, person.password), session: asked.body.session } } })).status, 200);
  t.is((await call(city, 'GET', '/_matrix/client/v3/account/whoami', { token: laptop.getAccessToken() })).status, 401);
  t.is((await call(city, 'GET', '/_matrix/client/v3/account/whoami', { token: desk.getAccessToken() })).status, 200);
});
