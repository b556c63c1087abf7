import test from 'ava';
import { id, openAdmin, refused } from '../harness.ts';

test('a device is shown as contract.md says', async (t) => {
  const { ask, signIn } = await openAdmin(t);
  await signIn('general');
  const { body } = await ask('GET', 'devices/device-general');
  t.deepEqual(body, {
    id: 'device-general', user_id: id('general'), device_id: 'DEVgeneral', display_name: 'general の端末', class: 'pc', zone: 'lgwan', state: 'active', approved: false,
    posture: null, first_seen: '2027-04-01T00:00:00.000Z', last_seen: '2027-04-01T00:00:00.000Z', address: '127.0.0.1', agent: 'test',
  });
  refused(t, await ask('GET', 'devices/nothing'), 404, 'not_found');
});

test('lists narrow by state and user, and go on where they stopped', async (t) => {
  const { ask, signIn } = await openAdmin(t);
  await signIn('general');
  await signIn('second', { id: 'waiting', state: 'waiting', signedIn: false, deviceId: null });
  const ids = async (query: string) => (await ask('GET', `devices?${query}`)).body.items.map((item: { id: string }) => item.id);
  t.deepEqual(await ids('state=waiting'), ['waiting']);
  t.deepEqual(await ids('user_id=general'), ['device-general']);
  t.deepEqual(await ids(`user_id=${encodeURIComponent(id('general'))}&state=active`), ['device-general']);
  const { body } = await ask('GET', 'devices?limit=2');
  t.is(body.items.length, 2);
  t.deepEqual(await ids(`from=${body.next}`), ['waiting']);
  refused(t, await ask('GET', 'devices?state=lost'), 400, 'bad_request');
  refused(t, await ask('GET', 'devices?limit=1001'), 400, 'bad_request');
  refused(t, await ask('GET', 'devices?limit=1&limit=2'), 400, 'bad_request');
});

test('acts need no body and no content type, and take a reason', async (t) => {
  const { ask, signIn, audit } = await openAdmin(t);
  await signIn('general');
  for (const [act, state] of [['suspend', 'suspended'], ['resume', 'active'], ['approve', 'active'], ['wipe', 'wiped']]) {
    const { status, body } = await ask('POST', `devices/device-general/${act}`);
    t.is(status, 200);
    t.is(body.state, state);
  }
  refused(t, await ask('POST', 'devices/device-general/resume'), 409, 'conflict');
  await signIn('second', { id: 'waiting', state: 'waiting', signedIn: false, deviceId: null });
  t.is((await ask('POST', 'devices/waiting/reject', { json: { why: '知らない端末 / unknown' } })).body.state, 'rejected');
  t.like((await audit.list({ limit: 1, kind: 'device' })).items[0], { act: 'devices.reject', actor: id('root'), device: 'waiting', why: '知らない端末 / unknown' });
  refused(t, await ask('POST', 'devices/waiting/suspend'), 409, 'conflict');
  for (const act of ['approve', 'reject', 'suspend', 'resume', 'wipe']) refused(t, await ask('POST', `devices/nothing/${act}`), 404, 'not_found');
});

test('posture is reported, by an MDM with its own key too', async (t) => {
  const { ask, signIn, serviceKey } = await openAdmin(t);
  await signIn('general');
  const token = await serviceKey('devices:write');
  const { body } = await ask('PUT', 'devices/device-general/posture', { json: { encrypted: true }, token });
  t.true(body.posture.encrypted);
  t.regex(body.posture.reported_by, /^service_key:/);
  t.is(body.posture.reported_at, '2027-04-01T00:00:00.000Z');
  refused(t, await ask('PUT', 'devices/device-general/posture'), 400, 'bad_request');
  refused(t, await ask('PUT', 'devices/nothing/posture', { json: { encrypted: true } }), 404, 'not_found');
});

test('a suspended administrator gets nothing from the admin REST either', async (t) => {
  const { ask, signIn } = await openAdmin(t);
  const { token } = await signIn('second');
  t.is((await ask('GET', 'devices', { token })).status, 200);
  await ask('POST', 'devices/device-second/suspend');
  refused(t, await ask('GET', 'devices', { token }), 403, 'device_suspended');
});
