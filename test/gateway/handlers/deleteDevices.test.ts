import test from 'ava';
import { deleteDevice } from '#gateway/handlers/deleteDevice.ts';
import { deleteDevices } from '#gateway/handlers/deleteDevices.ts';
import { getDevice } from '#gateway/handlers/getDevice.ts';
import { getDevices } from '#gateway/handlers/getDevices.ts';
import { logout } from '#gateway/handlers/logout.ts';
import { logout_all } from '#gateway/handlers/logout_all.ts';
import { updateDevice } from '#gateway/handlers/updateDevice.ts';
import { hana, office, password, pc, reasonsOf } from '../../identity/house.ts';
import { openGate } from './exchanges.ts';

const listed = (body: unknown) => (body as { devices: { device_id: string }[] }).devices.map(({ device_id: id }) => id).toSorted();

test('devices are listed, shown and named in the words of the specification', async (t) => {
  const { rooms, as, house } = await openGate(t);
  const hanas = await as('hana', 'A');
  t.deepEqual(await getDevices(hanas(), rooms), { status: 200, body: { devices: [{ device_id: 'A', display_name: 'PC', last_seen_ip: office, last_seen_ts: house.now }] } });
  t.deepEqual(await updateDevice(hanas({ display_name: '窓口' }, { deviceId: 'A' }), rooms), { status: 200, body: {} });
  t.deepEqual(await updateDevice(hanas({}, { deviceId: 'A' }), rooms), { status: 200, body: {} });
  t.like((await getDevice(hanas(undefined, { deviceId: 'A' }), rooms)).body, { device_id: 'A', display_name: '窓口' });
  t.deepEqual(await reasonsOf(getDevice(hanas(undefined, { deviceId: 'B' }), rooms)), ['not_found']);
  t.deepEqual(await reasonsOf(updateDevice(hanas({}, { deviceId: 'B' }), rooms)), ['not_found']);
  t.deepEqual(await reasonsOf(updateDevice(hanas({ display_name: 7 }, { deviceId: 'A' }), rooms)), ['bad_request']);
});

test('one or several are deleted after the password was shown', async (t) => {
  const { rooms, as, house } = await openGate(t);
  const hanas = await as('hana', 'A');
  for (const deviceId of ['B', 'C', 'D']) await house.identity.login({ ...pc, deviceId });

  const asked = await deleteDevice(hanas(undefined, { deviceId: 'B' }), rooms);
  t.is(asked.status, 401);
  const { session } = asked.body as { session: string };
  const auth = { type: 'm.login.password', session, identifier: { type: 'm.id.user', user: hana }, password };
  t.is((await deleteDevice(hanas({ auth: { ...auth, password: 'x' } }, { deviceId: 'B' }), rooms)).status, 401);
  t.deepEqual(await deleteDevice(hanas({ auth }, { deviceId: 'B' }), rooms), { status: 200, body: {} });
  t.deepEqual(listed((await getDevices(hanas(), rooms)).body), ['A', 'C', 'D']);

  t.is((await deleteDevices(hanas({ devices: ['C', 'D'], auth }), rooms)).status, 401, 'the exchange of another operation');
  t.deepEqual(await deleteDevices(hanas({ devices: ['C', 'D'], auth: { ...auth, session: undefined } }), rooms), { status: 200, body: {} });
  t.deepEqual(listed((await getDevices(hanas(), rooms)).body), ['A']);
  for (const devices of [undefined, 'A', [7]]) t.deepEqual(await reasonsOf(deleteDevices(hanas({ devices, auth }), rooms)), ['bad_request']);
});

test('logging out ends one or all', async (t) => {
  const { rooms, as, house } = await openGate(t);
  const [a, b] = [await as('hana', 'A'), await as('hana', 'B')];
  await as('hana', 'C');
  t.deepEqual(await logout(a(), rooms), { status: 200, body: {} });
  t.deepEqual((await house.store.devices.ofUser(hana)).map((device) => String(device.deviceId)).toSorted((x, y) => x.localeCompare(y)), ['B', 'C']);
  t.deepEqual(await logout_all(b(), rooms), { status: 200, body: {} });
  t.deepEqual(await house.store.devices.ofUser(hana), []);
});
