import test from 'ava';
import { changePassword } from '#gateway/handlers/changePassword.ts';
import { hana, password, pc, reasonsOf } from '../../identity/house.ts';
import { openGate } from './exchanges.ts';

const auth = { type: 'm.login.password', identifier: { type: 'm.id.user', user: hana }, password };

test('the old password is shown, the others end unless the client says otherwise', async (t) => {
  const { rooms, as, house } = await openGate(t);
  const hanas = await as('hana', 'A');
  await house.identity.login({ ...pc, deviceId: 'B' });
  t.is((await changePassword(hanas({ new_password: 'shiroi-tanpopo-78' }), rooms)).status, 401);
  t.deepEqual(await reasonsOf(changePassword(hanas({ new_password: '12345678', auth }), rooms)), ['weak_password']);
  t.deepEqual(await changePassword(hanas({ new_password: 'shiroi-tanpopo-78', logout_devices: false, auth }), rooms), { status: 200, body: {} });
  t.is((await house.store.devices.ofUser(hana)).length, 2);
  t.is((await changePassword(hanas({ new_password: 'akai-tanpopo-79', auth }), rooms)).status, 401, 'the old one counts no more');
  await changePassword(hanas({ new_password: 'akai-tanpopo-79', auth: { ...auth, password: 'shiroi-tanpopo-78' } }), rooms);
  t.deepEqual((await house.store.devices.ofUser(hana)).map(({ deviceId }) => deviceId), ['A']);
  t.deepEqual(await reasonsOf(changePassword(hanas({ auth }), rooms)), ['bad_request']);
});
