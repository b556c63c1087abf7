import test from 'ava';
import { openAdmin, refused } from '../harness.ts';

test('networks go round through GET and PUT, and hold', async (t) => {
  const { ask, decisions } = await openAdmin(t);
  const { body: read } = await ask('GET', 'networks');
  read.items.push({ zone: 'lgwan', cidr: '2001:db8::/32', group: '総務', from: '2027-04-01T00:00:00+09:00', until: '2028-03-31T23:59:59+09:00', note: '支所' });
  const { status, body } = await ask('PUT', 'networks', { json: read });
  t.is(status, 200);
  t.deepEqual(body.items, read.items);
  t.is(decisions.city.networks.length, 2);
  t.deepEqual((await ask('GET', 'networks')).body, body);
  refused(t, await ask('PUT', 'networks', { json: read }), 409, 'conflict');
  t.is((await ask('PUT', 'networks', { json: { items: [] } })).status, 200);
  t.is(decisions.city.networks.length, 0);
  t.is((await ask('GET', 'policy')).body.version, 3);
});

test('what is no network is refused with its place', async (t) => {
  const { ask } = await openAdmin(t);
  for (const cidr of ['127.0.0.1/8', '300.0.0.1', '10.0.0.0/33', 'lan', '', '::/129']) {
    const reply = await ask('PUT', 'networks', { json: { items: [{ zone: 'lgwan', cidr }] } });
    refused(t, reply, 400, 'bad_request');
    t.true(reply.body.error.includes('body.items.0.cidr'), reply.text);
  }
});
