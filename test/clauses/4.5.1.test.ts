/** 4.5.1 パソコンからのアクセス時、端末の IP アドレスを管理者が制限できること. */
import anyTest, { type TestFn } from 'ava';
import { startCity, type City } from '../harness/city.ts';
import { phoneAgent } from '../harness/client.ts';
import { call } from './call.ts';
import { staff } from './person.ts';

const test = anyTest.serial as TestFn<{ city: City }>;
test.before(async (t) => { t.context.city = await startCity(); });
test.after.always((t) => t.context.city.close());

const elsewhere = '127.0.7.7';

test('a PC on LGWAN logs in from a listed network and from no other', async (t) => {
  const { city } = t.context;
  await city.login(staff(city, 0), { address: '127.0.0.200' });
  t.like(await t.throwsAsync(city.login(staff(city, 0), { address: elsewhere })), { httpStatus: 403, data: { reason: 'address_not_listed', errcode: 'M_FORBIDDEN' } });
});

test('a session that moves to an address that is not listed is refused there, and goes on where it was', async (t) => {
  const { city } = t.context;
  const token = (await city.login(staff(city, 1))).getAccessToken();
  t.is((await call(city, 'GET', '/_matrix/client/v3/account/whoami', { token, address: elsewhere })).body.reason, 'address_not_listed');
  t.is((await call(city, 'GET', '/_matrix/client/v3/account/whoami', { token })).status, 200);
});

test('forwarding headers of an untrusted peer are ignored', async (t) => {
  const { city } = t.context;
  const token = (await city.login(staff(city, 1))).getAccessToken();
  const headers = { 'x-forwarded-for': '127.0.0.1', 'cf-connecting-ip': '127.0.0.1', 'x-real-ip': '127.0.0.1', forwarded: 'for=127.0.0.1' };
  t.is((await call(city, 'GET', '/_matrix/client/v3/account/whoami', { token, address: elsewhere, headers })).body.reason, 'address_not_listed');
});

test('a phone needs both, and the first that is missing is named', async (t) => {
  const { city } = t.context;
  t.like(await t.throwsAsync(city.login(staff(city, 2), { agent: phoneAgent, address: elsewhere })), { data: { reason: 'address_not_listed' } });
  t.like(await t.throwsAsync(city.login(staff(city, 2), { agent: phoneAgent })), { data: { reason: 'device_not_approved' } });
});

test('a change of the networks holds at once, for open requests as well, and is a version', async (t) => {
  const { city } = t.context;
  const client = await city.login(staff(city, 3));
  const token = client.getAccessToken();
  const { body: sync } = await call(city, 'GET', '/_matrix/client/v3/sync?timeout=0', { token });
  const poll = call(city, 'GET', `/_matrix/client/v3/sync?timeout=30000&since=${sync.next_batch}`, { token });
  const before = (await city.admin.request('GET', 'networks')).body;

  const narrowed = await city.admin.request('PUT', 'networks', { items: [{ zone: 'lgwan', cidr: '10.0.0.0/8', note: '移転' }], why: '移転のため' });
  t.is(narrowed.status, 200);
  t.like((await poll).body, { reason: 'address_not_listed' });
  t.is((await call(city, 'GET', '/_matrix/client/v3/account/whoami', { token })).body.reason, 'address_not_listed');

  t.is((await city.admin.request('PUT', 'networks', { items: before.items })).status, 200);
  t.is((await call(city, 'GET', '/_matrix/client/v3/account/whoami', { token })).status, 200);
  const { items } = (await city.admin.request('GET', 'policy/versions?limit=100')).body;
  t.true(items.some((version: { why: string; by: string }) => version.why === '移転のため' && version.by === city.people.admin.user));
});

test('a network for a group, IPv6 and dates', async (t) => {
  const { city } = t.context;
  const before = (await city.admin.request('GET', 'networks')).body;
  t.teardown(() => city.admin.request('PUT', 'networks', { items: before.items }));
  await city.admin.request('PATCH', `users/${encodeURIComponent(staff(city, 4).user)}`, { groups: ['土木'] });
  const items = [
    ...before.items,
    { zone: 'lgwan', cidr: '127.0.8.0/24', group: '土木', note: '' },
    { zone: 'lgwan', cidr: '127.0.9.0/24', from: '2020-01-01T00:00:00+09:00', until: '2021-01-01T00:00:00+09:00', note: '' },
    { zone: 'lgwan', cidr: '2001:db8::/32', note: '' },
  ];
  t.is((await city.admin.request('PUT', 'networks', { items })).status, 200);
  await city.login(staff(city, 4), { address: '127.0.8.1' });
  t.like(await t.throwsAsync(city.login(staff(city, 5), { address: '127.0.8.1' })), { data: { reason: 'address_not_listed' } });
  t.like(await t.throwsAsync(city.login(staff(city, 4), { address: '127.0.9.1' })), { data: { reason: 'address_not_listed' } });
});

test('what would have been refused can be tried before it is switched on', async (t) => {
  const { city } = t.context;
  const token = (await city.login(staff(city, 0), { address: '127.0.0.66' })).getAccessToken();
  for (let i = 0; i < 3; i++) await call(city, 'GET', '/_matrix/client/v3/account/whoami', { token, address: '127.0.0.66' });
  const since = new Date(Date.now() - 3_600_000).toISOString();
  const trial = await city.admin.request('POST', 'policy/simulate', { networks: [{ zone: 'lgwan', cidr: '127.0.0.0/26', note: '' }], since });
  t.is(trial.status, 200);
  const refused = trial.body.refused.filter((row: { address: string }) => row.address === '127.0.0.66');
  t.true(refused.length > 0);
  t.like(refused[0], { user_id: staff(city, 0).user, rule: 'device-admission', reason: 'address_not_listed', newly: true });
  t.true(refused.some((row: { act: string; count: number }) => row.act === 'use' && row.count >= 3));
  t.is((await call(city, 'GET', '/_matrix/client/v3/account/whoami', { token, address: '127.0.0.66' })).status, 200);
});
