import test from 'ava';
import { endpoints } from '#admin/endpoints.ts';
import { id, openAdmin, refused } from './harness.ts';

const concrete = (path: string) => path.replace('{user_id}', 'general').replace('{id}', 'device-general');
const guarded = endpoints.filter((endpoint) => endpoint.scope !== null);
const open = endpoints.filter((endpoint) => endpoint.scope === null);

test('nobody but an administrator gets through, on any endpoint', async (t) => {
  const { ask, signIn, store } = await openAdmin(t);
  const general = (await signIn('general')).token;
  const approver = (await signIn('approver')).token;
  const suspended = (await signIn('second', { id: 'device-suspended', state: 'suspended' })).token;
  const wiped = (await signIn('second', { id: 'device-wiped', state: 'wiped' })).token;
  const before = await store.people.list({ limit: 100 });
  for (const { method, path } of guarded) {
    const attempt = (token: string | null) => ask(method, concrete(path), { token, ...(method !== 'GET' && { json: {} }) });
    refused(t, await attempt(null), 401, 'token_missing');
    refused(t, await attempt('forged'), 401, 'token_unknown');
    refused(t, await attempt('ssk_forged'), 401, 'token_unknown');
    refused(t, await attempt(general), 403, 'not_admin');
    refused(t, await attempt(approver), 403, 'not_admin');
    refused(t, await attempt(suspended), 403, 'device_suspended');
    refused(t, await attempt(wiped), 401, 'device_wiped');
  }
  t.deepEqual(await store.people.list({ limit: 100 }), before);
});

test('from outside the admin network nothing answers, with the best of tokens', async (t) => {
  const { ask } = await openAdmin(t);
  for (const { method, path } of [...endpoints, { method: 'GET', path: 'no-such-thing' }]) {
    refused(t, await ask(method, concrete(path), { from: '127.0.1.1' }), 403, 'address_not_listed');
    refused(t, await ask(method, concrete(path), { from: '127.0.1.1', token: 'forged' }), 403, 'address_not_listed');
  }
});

test('a header that no trusted proxy wrote changes no address', async (t) => {
  const { ask } = await openAdmin(t);
  refused(t, await ask('GET', 'users', { from: '127.0.1.1', headers: { 'x-forwarded-for': '127.0.0.1' } }), 403, 'address_not_listed');
});

test('a service key does what its scopes say and no more', async (t) => {
  const { ask, serviceKey } = await openAdmin(t);
  for (const { method, path, scope } of guarded) {
    const others = await serviceKey(...guarded.map((other) => other.scope!).filter((other, i, all) => other !== scope && all.indexOf(other) === i));
    refused(t, await ask(method, concrete(path), { token: others, ...(method !== 'GET' && { json: {} }) }), 403, 'not_admin');
    const own = await serviceKey(scope!);
    const { status } = await ask(method, concrete(path), { token: own, ...(method !== 'GET' && { json: { wrong: true } }) });
    t.true(method === 'GET' ? status === 200 || status === 404 : status === 400, `${method} ${path}: ${status}`);
  }
});

test('a locked or expired administrator is told so', async (t) => {
  const { ask, signIn, people, now } = await openAdmin(t);
  const { token } = await signIn('second');
  t.is((await ask('GET', 'users', { token })).status, 200);
  await people.lock(id('second'), { actor: id('root') });
  refused(t, await ask('GET', 'users', { token }), 401, 'account_locked');
  await people.unlock(id('second'), { actor: id('root') });
  await people.patch(id('second'), { expires: now.at + 1000 }, { actor: id('root') });
  t.is((await ask('GET', 'users', { token })).status, 200);
  now.at += 1000;
  refused(t, await ask('GET', 'users', { token }), 401, 'account_expired');
});

test('health, metrics and the document need no token', async (t) => {
  const { ask } = await openAdmin(t);
  t.deepEqual(open.map(({ path }) => path).toSorted(), ['/health/live', '/health/ready', '/metrics', 'openapi.json']);
  for (const { method, path } of open) t.is((await ask(method, path, { token: null })).status, 200);
});

test('unknown paths and methods, and every other form of a path, are refused', async (t) => {
  const { ask } = await openAdmin(t);
  for (const path of ['no-such-thing', 'users/', 'Users', '/', '/_sekisho/admin/v2/users', 'users/general/lock/', 'users%2Fgeneral', 'user%73']) {
    refused(t, await ask('GET', path), 404, 'route_not_allowed');
  }
  for (const method of ['DELETE', 'PATCH', 'OPTIONS']) refused(t, await ask(method, 'policy'), 405, 'method_not_allowed');
  t.is((await ask('HEAD', 'policy')).status, 405);
  for (const path of ['users//general', 'users/../policy', 'users/%2e%2e', 'users/%00', 'users/%ff']) refused(t, await ask('GET', path), 400, 'bad_request');
});

test('no page of another origin may read an answer', async (t) => {
  const { ask } = await openAdmin(t);
  const { headers } = await ask('GET', 'users', { headers: { origin: 'https://elsewhere.example' } });
  t.is(headers['access-control-allow-origin'], undefined);
  t.is(headers['cache-control'], 'no-store');
});

test('every call is in the audit log: who, from where, what, and why not', async (t) => {
  const { ask, audit, signIn } = await openAdmin(t);
  const general = (await signIn('general')).token;
  await ask('GET', 'users');
  await ask('GET', 'users', { token: general });
  await ask('POST', 'users/general/lock', { json: { why: '異動 / moved' } });
  await ask('GET', 'audit', { from: '127.0.1.1' });
  await audit.flush();
  const { items } = await audit.list({ limit: 100 });
  const has = (wanted: object) => t.true(items.some((item) => Object.entries(wanted).every(([key, value]) => JSON.stringify(item[key as keyof typeof item]) === JSON.stringify(value))), JSON.stringify(wanted));
  has({ kind: 'admin', act: 'GET users', actor: id('root'), address: '127.0.0.1' });
  has({ kind: 'refusal', act: 'GET users', actor: id('general'), address: '127.0.0.1', reasons: ['not_admin'] });
  has({ kind: 'admin', act: 'users.lock', actor: id('root'), user_id: id('general'), why: '異動 / moved' });
  has({ kind: 'admin', act: 'POST users/{user_id}/lock', actor: id('root'), address: '127.0.0.1' });
  has({ kind: 'refusal', address: '127.0.1.1', reasons: ['address_not_listed'] });
});
