/** 4.2.2 ユーザーID ごとに一般ユーザーもしくは管理者ユーザーの権限を設定できること. */
import anyTest, { type TestFn } from 'ava';
import { startCity, type City } from '../harness/city.ts';
import { phoneAgent } from '../harness/client.ts';
import { call } from './call.ts';
import { staff } from './person.ts';

const test = anyTest.serial as TestFn<{ city: City }>;
test.before(async (t) => { t.context.city = await startCity(); });
test.after.always((t) => t.context.city.close());

const as = (city: City, token: string | null, method: string, path: string, body?: unknown) =>
  city.admin.request(method, path, body, { authorization: token === null ? '' : `Bearer ${token}` });
const tokenOf = async (city: City, index: number) => (await city.login(staff(city, index))).getAccessToken() ?? '';
const setRole = (city: City, user: string, role: string) => city.admin.request('PATCH', `users/${encodeURIComponent(user)}`, { role });

test('no endpoint is for a general user, a guest, a stranger', async (t) => {
  const { city } = t.context;
  const general = await tokenOf(city, 0);
  const { guest } = city.people;
  const visitor = (await city.login(guest, { agent: phoneAgent, approvalCode: await city.admin.approvalCode(guest) })).getAccessToken() ?? '';
  const { paths } = (await city.admin.request('GET', 'openapi.json')).body as { paths: Record<string, Record<string, { security?: unknown[] }>> };
  let asked = 0;
  for (const [path, methods] of Object.entries(paths)) {
    const inside = path.replace(/^\/_sekisho\/admin\/v1\//, '').replaceAll(/\{\w+\}/g, 'x');
    if (!path.startsWith('/_sekisho/admin/v1/') || inside === 'openapi.json') continue;
    for (const method of Object.keys(methods)) {
      const body = method === 'get' ? undefined : {};
      const ask = (token: string) => as(city, token, method.toUpperCase(), inside, body);
      t.like(await ask(general), { status: 403, body: { errcode: 'M_FORBIDDEN', reason: 'not_admin' } }, `${method} ${path}`);
      t.is((await ask(visitor)).body.reason, 'not_admin', `${method} ${path}`);
      t.like(await ask('forged'), { status: 401, body: { errcode: 'M_UNKNOWN_TOKEN', reason: 'token_unknown' } }, `${method} ${path}`);
      const response = await city.seat()(`${city.adminUrl}/_sekisho/admin/v1/${inside}`, { method: method.toUpperCase() });
      t.is(response.status, 401);
      t.like(await response.json(), { errcode: 'M_MISSING_TOKEN', reason: 'token_missing' });
      asked++;
    }
  }
  t.true(asked >= 20, `${asked} endpoints`);
});

test('a general user becomes an administrator, and is none at once when the role is taken away; both are in the audit log', async (t) => {
  const { city } = t.context;
  const { user } = staff(city, 1);
  const token = await tokenOf(city, 1);
  t.is((await as(city, token, 'GET', 'users')).status, 403);
  t.like(await setRole(city, user, 'admin'), { status: 200, body: { role: 'admin' } });
  t.is((await as(city, token, 'GET', 'users')).status, 200);
  t.is((await as(city, token, 'POST', 'approval-codes', { user_id: user })).status, 201);
  t.like(await setRole(city, user, 'general'), { status: 200, body: { role: 'general' } });
  t.is((await as(city, token, 'GET', 'users')).body.reason, 'not_admin');
  t.is((await as(city, token, 'POST', 'approval-codes', { user_id: user })).body.reason, 'not_admin');
  t.is((await call(city, 'GET', '/_matrix/client/v3/account/whoami', { token })).status, 200);
  const { items } = (await city.admin.request('GET', `audit?user=${encodeURIComponent(user)}&kind=admin`)).body;
  t.is(items.filter((item: { actor: string; act: string }) => item.actor === city.people.admin.user && item.act.startsWith('users')).length, 2);
});

test('an administrator whose account is locked or whose device is suspended is none', async (t) => {
  const { city } = t.context;
  const { user } = staff(city, 2);
  await setRole(city, user, 'admin');
  const client = await city.login(staff(city, 2));
  const token = client.getAccessToken() ?? '';
  t.is((await as(city, token, 'GET', 'users')).status, 200);
  await city.admin.request('POST', `users/${encodeURIComponent(user)}/lock`, {});
  t.is((await as(city, token, 'GET', 'users')).body.reason, 'account_locked');
  await city.admin.request('POST', `users/${encodeURIComponent(user)}/unlock`, {});
  t.is((await as(city, token, 'GET', 'users')).status, 200);
  const { items } = (await city.admin.request('GET', `devices?user_id=${encodeURIComponent(user)}`)).body;
  await city.admin.request('POST', `devices/${items[0].id}/suspend`, {});
  t.is((await as(city, token, 'GET', 'users')).body.reason, 'device_suspended');
  await city.admin.request('POST', `devices/${items[0].id}/resume`, {});
  await client.logout();
  t.is((await as(city, token, 'GET', 'users')).body.reason, 'token_unknown');
});

test('nobody takes the last administrator away', async (t) => {
  const { city } = t.context;
  const { user } = city.people.admin;
  await setRole(city, staff(city, 2).user, 'general');
  t.is((await setRole(city, user, 'general')).body.reason, 'conflict');
  t.is((await city.admin.request('POST', `users/${encodeURIComponent(user)}/lock`, {})).body.reason, 'conflict');
  t.is((await city.admin.request('GET', 'users')).status, 200);
});

test('a service key does what its scopes say, hands on no more, is no login, and ends when it is taken back', async (t) => {
  const { city } = t.context;
  const { status, body } = await city.admin.request('POST', 'service-keys', { name: 'MDM', scopes: ['devices:read', 'devices:write', 'service-keys:write'] });
  t.is(status, 201);
  const key: string = body.key;
  const { items } = (await as(city, key, 'GET', 'devices')).body;
  t.true(items.length > 0);
  t.like(await as(city, key, 'PUT', `devices/${items[0].id}/posture`, { encrypted: true }), { status: 200, body: { posture: { encrypted: true, reported_by: `service_key:${body.id}` } } });
  for (const [method, path] of [['GET', 'users'], ['GET', 'policy'], ['GET', 'audit'], ['GET', 'service-keys'], ['POST', 'approval-codes']] as const) {
    t.like(await as(city, key, method, path, method === 'POST' ? { user_id: staff(city, 0).user } : undefined), { status: 403, body: { reason: 'not_admin' } }, path);
  }
  t.is((await as(city, key, 'POST', 'service-keys', { name: 'more', scopes: ['policy:write'] })).body.reason, 'not_admin');
  t.is((await call(city, 'GET', '/_matrix/client/v3/account/whoami', { token: key })).body.reason, 'token_unknown');
  t.true((await city.admin.request('DELETE', `service-keys/${body.id}`, {})).status < 300);
  t.is((await as(city, key, 'GET', 'devices')).body.reason, 'token_unknown');
});
