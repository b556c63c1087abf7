import test from 'ava';
import { uploadCrossSigningKeys } from '#gateway/handlers/uploadCrossSigningKeys.ts';
import type { CrossSigningKeys } from '#homeserver/cross-signing.ts';
import { HomeserverRefused } from '#homeserver/homeserver-errors.ts';
import type { Rooms } from '#gateway/rooms.ts';
import { hana, password, reasonsOf } from '../../identity/house.ts';
import { openGate } from './exchanges.ts';

const keysNamed = (name: string) => ({ master_key: { user_id: hana, usage: ['master'], keys: { [`ed25519:${name}`]: name } } });

test('first keys and the same keys pass as they are; others take the password', async (t) => {
  const { rooms: without, as } = await openGate(t);
  let current: CrossSigningKeys = {};
  const homeserver = {
    crossSigningKeys: async () => current,
    uploadCrossSigningKeys: async (_userId: string, keys: CrossSigningKeys) => {
      if (JSON.stringify(keys).includes('broken')) throw new HomeserverRefused('keys', 400, 'M_INVALID_SIGNATURE');
      current = { ...current, ...keys };
    },
  };
  const rooms = { ...without, homeserver } as unknown as Rooms;
  const hanas = await as('hana', 'A');
  const passed = { status: 200, body: {} };
  t.deepEqual(await uploadCrossSigningKeys(hanas(keysNamed('one')), rooms), passed);
  t.deepEqual(current, keysNamed('one'));
  t.deepEqual(await uploadCrossSigningKeys(hanas(keysNamed('one')), rooms), passed);

  const challenge = await uploadCrossSigningKeys(hanas(keysNamed('two')), rooms);
  t.like(challenge, { status: 401, body: { flows: [{ stages: ['m.login.password'] }] } });
  t.deepEqual(current, keysNamed('one'));
  const auth = { type: 'm.login.password', session: (challenge.body as { session: string }).session, identifier: { type: 'm.id.user', user: hana }, password };
  t.deepEqual(await uploadCrossSigningKeys(hanas({ ...keysNamed('two'), auth }), rooms), passed);
  t.deepEqual(current, keysNamed('two'), 'and the password goes no further');
  t.like(await uploadCrossSigningKeys(hanas({ ...keysNamed('broken'), auth }), rooms), { status: 400, body: { errcode: 'M_INVALID_SIGNATURE' } });
  t.deepEqual(await reasonsOf(uploadCrossSigningKeys(hanas({ master_key: { keys: 'x' } }), rooms)), ['bad_request']);
});
