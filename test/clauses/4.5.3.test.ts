/** 4.5.3 暗号化設定がされているモバイル端末のみの利用を許可することができること. */
import test from 'ava';
import { startCity } from '../harness/city.ts';
import { phoneAgent } from '../harness/client.ts';
import { call } from './call.ts';
import { staff } from './person.ts';

const hourMs = 3_600_000;

test('where the city asks for it, a phone works only while it is known to be encrypted', async (t) => {
  let now = Date.now();
  const city = await startCity({
    clock: () => now,
    settings: { admission: { internet: { mobile: { must: ['approved'], posture: 'encrypted' } } }, posture: { max_age_hours: 24 } },
  });
  t.teardown(() => city.close());
  const person = staff(city, 0);
  const phone = await city.login(person, { zone: 'internet', agent: phoneAgent, address: '127.0.5.5', approvalCode: await city.admin.approvalCode(person) });
  const whoami = async () => (await call(city, 'GET', '/_matrix/client/v3/account/whoami', { zone: 'internet', token: phone.getAccessToken(), agent: phoneAgent, address: '127.0.5.5' })).body.reason;
  t.is(await whoami(), 'posture_unknown');

  const { body } = await city.admin.request('GET', `devices?user_id=${encodeURIComponent(person.user)}`);
  const { id } = body.items[0];
  t.is((await city.admin.request('PUT', `devices/${id}/posture`, { encrypted: false })).status, 200);
  t.is(await whoami(), 'posture_not_encrypted');
  const reported = await city.admin.request('PUT', `devices/${id}/posture`, { encrypted: true });
  t.like(reported.body.posture, { encrypted: true, reported_by: city.people.admin.user });
  t.is(await whoami(), undefined);
  now += 25 * hourMs;
  t.is(await whoami(), 'posture_unknown');
});
