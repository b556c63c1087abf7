import test from 'ava';
import { login } from '#gateway/handlers/login.ts';
import { refresh } from '#gateway/handlers/refresh.ts';
import { password, reasonsOf } from '../../identity/house.ts';
import { openGate } from './exchanges.ts';

test('a refresh token gives a pair; anything else is refused', async (t) => {
  const { rooms, exchange, house } = await openGate(t);
  const { body } = await login(exchange({ type: 'm.login.password', user: 'hana', password, refresh_token: true }), rooms);
  const answer = await refresh(exchange({ refresh_token: (body as Record<string, unknown>)['refresh_token'] }), rooms);
  t.is(answer.status, 200);
  const pair = answer.body as Record<string, string>;
  t.deepEqual(Object.keys(pair).toSorted(), ['access_token', 'expires_in_ms', 'refresh_token']);
  t.is(typeof await house.identity.authenticate(pair['access_token'] ?? ''), 'object');
  for (const wrong of [undefined, {}, { refresh_token: 7 }, { refresh_token: '' }]) t.deepEqual(await reasonsOf(refresh(exchange(wrong), rooms)), ['bad_request']);
  t.deepEqual(await reasonsOf(refresh(exchange({ refresh_token: 'skr_x' }), rooms)), ['token_unknown']);
});
