import test from 'ava';
import { id, openAdmin, refused } from '../harness.ts';

test('a key is shown once, works, is seen to be used, and ends when it is revoked', async (t) => {
  const { ask, audit } = await openAdmin(t);
  const { status, body: { key, ...made } } = await ask('POST', 'service-keys', { json: { name: 'MDM', scopes: ['devices:write', 'devices:read'], why: '導入 / new' } });
  t.is(status, 201);
  t.regex(key, /^ssk_/);
  t.like(made, { name: 'MDM', created_by: id('root'), last_used: null });
  t.is((await ask('GET', 'devices', { token: key })).status, 200);
  const listed = await ask('GET', 'service-keys');
  t.deepEqual(listed.body.items, [{ ...made, last_used: '2027-04-01T00:00:00.000Z' }]);
  t.false(listed.text.includes(key));
  t.is((await ask('DELETE', `service-keys/${made.id}`)).status, 200);
  refused(t, await ask('GET', 'devices', { token: key }), 401, 'token_unknown');
  refused(t, await ask('DELETE', `service-keys/${made.id}`), 404, 'not_found');
  const { items } = await audit.list({ limit: 100 });
  t.deepEqual(items.filter(({ act }) => act.startsWith('service_keys.')).map(({ act }) => act), ['service_keys.revoke', 'service_keys.create']);
  t.false(JSON.stringify(items).includes(key));
});

test('a key hands on no more than it has', async (t) => {
  const { ask, serviceKey } = await openAdmin(t);
  const token = await serviceKey('service-keys:write', 'users:read');
  t.is((await ask('POST', 'service-keys', { token, json: { name: '子', scopes: ['users:read'] } })).status, 201);
  refused(t, await ask('POST', 'service-keys', { token, json: { name: '子', scopes: ['users:write'] } }), 403, 'not_admin');
});

test('scopes are a closed list', async (t) => {
  const { ask } = await openAdmin(t);
  for (const scopes of [[], ['everything'], ['users:*'], ['audit:write'], 'users:read']) refused(t, await ask('POST', 'service-keys', { json: { name: 'x', scopes } }), 400, 'bad_request');
});
