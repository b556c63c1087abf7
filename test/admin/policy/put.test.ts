import test from 'ava';
import { id, openAdmin, refused } from '../harness.ts';

test('what GET gave is taken back, changed, and holds', async (t) => {
  const { ask, decisions, audit } = await openAdmin(t);
  const { body: read } = await ask('GET', 'policy');
  t.is(read.version, 1);
  read.settings.posture.max_age_hours = 24;
  read.why = '短くする / shorter';
  const { status, body } = await ask('PUT', 'policy', { json: read });
  t.is(status, 200);
  t.like(body, { version: 2, by: id('root'), why: '短くする / shorter' });
  t.is(decisions.city.settings.posture.max_age_hours, 24);
  t.like((await audit.list({ limit: 1, kind: 'policy' })).items[0], { actor: id('root'), why: '短くする / shorter' });
  t.deepEqual((await ask('GET', 'policy')).body, body);
});

test('a change of what is no longer there is a conflict, and without a version it is not', async (t) => {
  const { ask } = await openAdmin(t);
  const { body: read } = await ask('GET', 'policy');
  await ask('PUT', 'policy', { json: read });
  refused(t, await ask('PUT', 'policy', { json: read }), 409, 'conflict');
  const { status, body } = await ask('PUT', 'policy', { json: { settings: read.settings } });
  t.is(status, 200);
  t.is(body.version, 3);
});

test('a refusal names the field in both languages', async (t) => {
  const { ask } = await openAdmin(t);
  const { body: read } = await ask('GET', 'policy');
  read.settings.admission.internet.mobile.must = [];
  const reply = await ask('PUT', 'policy', { json: read });
  refused(t, reply, 400, 'bad_request');
  t.regex(reply.body.error, /body\.settings\.admission\.internet\.mobile\.must: .*[ぁ-ん].* \/ /);
  read.settings.admission.internet.mobile.must = ['approved'];
  read.settings.admin_networks = ['127.0.0.1/8'];
  refused(t, await ask('PUT', 'policy', { json: read }), 400, 'bad_request');
});

test('nobody shuts themselves out of the admin address', async (t) => {
  const { ask } = await openAdmin(t);
  const { body: read } = await ask('GET', 'policy');
  refused(t, await ask('PUT', 'policy', { json: { settings: { ...read.settings, admin_networks: ['192.0.2.0/24'] } } }), 409, 'conflict');
  t.is((await ask('PUT', 'policy', { json: { settings: { ...read.settings, admin_networks: ['127.0.0.1', '127.0.1.0/24'] } } })).status, 200);
  t.is((await ask('GET', 'policy', { from: '127.0.1.9' })).status, 200);
  refused(t, await ask('GET', 'policy', { from: '127.0.0.2' }), 403, 'address_not_listed');
});
