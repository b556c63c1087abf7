import test from 'ava';
import { getAccount3PIDs } from '#gateway/handlers/getAccount3PIDs.ts';
import { getLoginFlows } from '#gateway/handlers/getLoginFlows.ts';
import { getTokenOwner } from '#gateway/handlers/getTokenOwner.ts';
import { getWellknown } from '#gateway/handlers/getWellknown.ts';
import { requestOpenIdToken } from '#gateway/handlers/requestOpenIdToken.ts';
import { hana, jiro, reasonsOf, serverName } from '../../identity/house.ts';
import { openGate } from './exchanges.ts';

test('a client learns whose token it has, and nobody else’s', async (t) => {
  const { rooms, as, house, exchange } = await openGate(t);
  const hanas = await as('hana', 'A');
  t.deepEqual((await getTokenOwner(hanas())).body, { user_id: hana, device_id: 'A', is_guest: false });
  t.deepEqual(await reasonsOf(getTokenOwner(exchange(undefined))), ['token_missing']);
  const { body } = await requestOpenIdToken(hanas({}, { userId: hana }), rooms);
  const { access_token: token, ...rest } = body as Record<string, string>;
  t.deepEqual(rest as unknown, { token_type: 'Bearer', matrix_server_name: serverName, expires_in: 3600 });
  t.is(await house.identity.openId.owner(token ?? ''), hana);
  t.deepEqual(await reasonsOf(requestOpenIdToken(hanas({}, { userId: jiro }), rooms)), ['not_found']);
});

test('what everybody may know', async (t) => {
  const { exchange } = await openGate(t);
  t.deepEqual((await getLoginFlows()).body, { flows: [{ type: 'm.login.password' }] });
  t.deepEqual((await getAccount3PIDs()).body, { threepids: [] });
  t.deepEqual((await getWellknown(exchange(undefined))).body, {
    'm.homeserver': { base_url: 'https://chat.city.example.jp' }, 'io.element.e2ee': { force_disable: true },
  });
});
