/** 4.2.1 ログイン時に、ユーザーID とパスワードによるユーザー認証ができること. */
import anyTest, { type TestFn } from 'ava';
import { startCity, type City } from '../harness/city.ts';
import { call, passwordLogin } from './call.ts';
import { staff } from './person.ts';

const test = anyTest.serial as TestFn<{ city: City }>;
test.before(async (t) => { t.context.city = await startCity(); });
test.after.always((t) => t.context.city.close());

const login = '/_matrix/client/v3/login';

test('by the whole user ID or its local part, in any case', async (t) => {
  const { city } = t.context;
  const { user, password } = staff(city, 0);
  for (const typed of [user, user.slice(1, user.indexOf(':')), user.slice(1, user.indexOf(':')).toUpperCase()]) {
    const { status, body } = await call(city, 'POST', login, { body: passwordLogin(typed, password) });
    t.is(status, 200, typed);
    t.like(body, { user_id: user });
    t.truthy(body.device_id);
  }
});

test('password login is offered, and nothing else', async (t) => {
  const { body } = await call(t.context.city, 'GET', login);
  t.deepEqual(body.flows.map((flow: { type: string }) => flow.type), ['m.login.password']);
});

test('a wrong password and an account that does not exist are answered alike', async (t) => {
  const { city } = t.context;
  const wrong = await call(city, 'POST', login, { body: passwordLogin(staff(city, 1).user, 'wrong') });
  const nobody = await call(city, 'POST', login, { body: passwordLogin('nobody', 'wrong') });
  t.like(wrong, { status: 403, body: { errcode: 'M_FORBIDDEN', reason: 'wrong_password' } });
  t.deepEqual(nobody, wrong);
});

test('no token of the homeserver reaches a client, and no other login type reaches the homeserver', async (t) => {
  const { city } = t.context;
  const { user } = staff(city, 0);
  const client = await city.login(staff(city, 0));
  const direct = await fetch(`${city.config.homeserver.url}/_matrix/client/v3/account/whoami`, { headers: { authorization: `Bearer ${client.getAccessToken()}` } });
  t.is(direct.status, 401);
  for (const type of ['m.login.application_service', 'm.login.token', 'org.matrix.login.jwt', 'm.login.dummy']) {
    const { status, body } = await call(city, 'POST', login, { body: { type, identifier: { type: 'm.id.user', user }, token: 'x' } });
    t.is(status, 400, type);
    t.is(body.reason, 'bad_request');
  }
});

test('refresh: the old token expires softly, a refresh token is good until its successor is used', async (t) => {
  const { city } = t.context;
  const { user, password } = staff(city, 2);
  const { body: first } = await call(city, 'POST', login, { body: passwordLogin(user, password, { refresh_token: true }) });
  t.truthy(first.refresh_token);
  t.true(first.expires_in_ms > 0);
  const refresh = (token: string) => call(city, 'POST', '/_matrix/client/v3/refresh', { body: { refresh_token: token } });
  const second = await refresh(first.refresh_token);
  t.is(second.status, 200);
  const whoami = (token: string) => call(city, 'GET', '/_matrix/client/v3/account/whoami', { token });
  t.is((await whoami(second.body.access_token)).status, 200);
  t.is((await whoami(first.access_token)).status, 401);
  t.like(await refresh(first.refresh_token), { status: 401, body: { errcode: 'M_UNKNOWN_TOKEN' } });
});

test('changing the password asks for the old one, and ends the other sessions', async (t) => {
  const { city } = t.context;
  const person = staff(city, 3);
  const [here, there] = [await city.login(person), await city.login(person)];
  const token = here.getAccessToken();
  const change = (auth: unknown, fresh = 'あたらしい合言葉です2026') => call(city, 'POST', '/_matrix/client/v3/account/password', { token, body: { new_password: fresh, ...(auth !== undefined && { auth }) } });
  const asked = await change(undefined);
  t.is(asked.status, 401);
  t.deepEqual(asked.body.flows, [{ stages: ['m.login.password'] }]);
  const auth = (password: string) => ({ ...passwordLogin(person.user, password), session: asked.body.session });
  t.is((await change(auth('wrong'))).status, 401);
  t.is((await change(auth(person.password), 'password')).body.reason, 'weak_password');
  const again = await change(undefined);
  t.is((await change({ ...passwordLogin(person.user, person.password), session: again.body.session })).status, 200);
  t.is((await call(city, 'GET', '/_matrix/client/v3/account/whoami', { token })).status, 200);
  t.is((await call(city, 'GET', '/_matrix/client/v3/account/whoami', { token: there.getAccessToken() })).status, 401);
  t.is((await call(city, 'POST', login, { body: passwordLogin(person.user, person.password) })).status, 403);
  t.is((await call(city, 'POST', login, { body: passwordLogin(person.user, 'あたらしい合言葉です2026') })).status, 200);
});

test('logout ends this session, logout/all every one', async (t) => {
  const { city } = t.context;
  const [a, b, c] = [await city.login(staff(city, 4)), await city.login(staff(city, 4)), await city.login(staff(city, 4))];
  const status = async (token: string | null) => (await call(city, 'GET', '/_matrix/client/v3/account/whoami', { token })).status;
  await a.logout();
  t.is(await status(a.getAccessToken()), 401);
  t.is(await status(b.getAccessToken()), 200);
  t.is((await call(city, 'POST', '/_matrix/client/v3/logout/all', { token: b.getAccessToken(), body: {} })).status, 200);
  t.is(await status(b.getAccessToken()), 401);
  t.is(await status(c.getAccessToken()), 401);
});
