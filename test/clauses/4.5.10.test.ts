/** 4.5.10 管理者が登録をしたユーザーのみが利用できること. */
import anyTest, { type TestFn } from 'ava';
import { startCity, type City } from '../harness/city.ts';
import { call, passwordLogin } from './call.ts';
import { staff } from './person.ts';

const test = anyTest.serial as TestFn<{ city: City }>;
test.before(async (t) => { t.context.city = await startCity(); });
test.after.always((t) => t.context.city.close());

test('nobody registers himself, by any door', async (t) => {
  const { city } = t.context;
  const body = { username: 'intruder', password: 'a long enough password', auth: { type: 'm.login.dummy' } };
  for (const [method, path] of [
    ['POST', '/_matrix/client/v3/register'], ['POST', '/_matrix/client/v3/register?kind=guest'], ['GET', '/_matrix/client/v3/register/available?username=x'],
    ['POST', '/_matrix/client/v3/register/email/requestToken'],
  ] as const) t.is((await call(city, method, path, method === 'POST' ? { body } : {})).body.reason, 'registration_closed', path);
  for (const path of ['/_matrix/client/r0/register', '/_matrix/client/v1/register', '/_matrix/client/unstable/register', '/_synapse/admin/v1/register']) {
    t.is((await call(city, 'POST', path, { body })).body.reason, 'route_not_allowed', path);
  }
  const direct = await fetch(`${city.config.homeserver.url}/_matrix/client/v3/register`, { method: 'POST', body: JSON.stringify(body) });
  t.true(direct.status === 403 || direct.status === 401);
});

test('a person whom an administrator registers logs in; locked he is cut off, unlocked he comes again, retired he never does', async (t) => {
  const { city } = t.context;
  const made = await city.admin.request('POST', 'users', { user_id: 's9001', name: '新任 一子', reading: 'しんにん いちこ', password: 'はじめの合言葉2026' });
  t.true(made.status < 300, JSON.stringify(made.body));
  const person = { user: `@s9001:${city.serverName}`, password: 'はじめの合言葉2026', name: '新任 一子' };
  const client = await city.login(person);
  const token = client.getAccessToken();
  const since = (await call(city, 'GET', '/_matrix/client/v3/sync?timeout=0', { token })).body.next_batch;
  const poll = call(city, 'GET', `/_matrix/client/v3/sync?timeout=30000&since=${since}`, { token });
  const path = `users/${encodeURIComponent(person.user)}`;
  t.is((await city.admin.request('POST', `${path}/lock`, { why: '調査' })).status, 200);
  t.like(await poll, { status: 401, body: { errcode: 'M_USER_LOCKED', soft_logout: true, reason: 'account_locked' } });
  t.is((await call(city, 'POST', '/_matrix/client/v3/login', { body: passwordLogin(person.user, person.password) })).body.reason, 'account_locked');
  t.is((await city.admin.request('POST', `${path}/unlock`)).status, 200);
  t.is((await call(city, 'GET', '/_matrix/client/v3/account/whoami', { token })).status, 200);
  t.true((await city.admin.request('DELETE', path)).status < 300);
  t.true((await call(city, 'GET', '/_matrix/client/v3/account/whoami', { token })).status === 401);
  t.true((await call(city, 'POST', '/_matrix/client/v3/login', { body: passwordLogin(person.user, person.password) })).status >= 400);
  t.is((await city.admin.request('POST', 'users', { user_id: 's9001', name: '別の人' })).status, 409);
});

test('staff find a registered person in the directory of their client', async (t) => {
  const { city } = t.context;
  const client = await city.login(staff(city, 0));
  const found = await client.searchUserDirectory({ term: '鈴木' });
  t.true(found.results.some((result) => result.user_id === staff(city, 1).user && result.display_name === staff(city, 1).name));
});
