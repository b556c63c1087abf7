import test from 'ava';
import { phoneAgent } from './client.ts';
import { startCity } from './city.ts';

test('a city for tests: login in both zones, an administrator, a restart, and nothing left', async (t) => {
  const city = await startCity({ settings: { lockout: { account_attempts: 5 } } });
  t.teardown(() => city.close());
  const [hanako, ichiro] = city.people.general;
  const client = await city.login(hanako!);
  t.is((await client.whoami()).user_id, hanako!.user);
  await t.throwsAsync(city.login(ichiro!, { zone: 'internet', address: '127.0.1.1', agent: phoneAgent }), { message: /device_not_approved|承認/ });
  const approvalCode = await city.admin.approvalCode(ichiro!);
  const phone = await city.login(ichiro!, { zone: 'internet', address: '127.0.1.1', agent: phoneAgent, approvalCode });
  t.is((await phone.whoami()).user_id, ichiro!.user);
  t.is((await city.admin.request('GET', 'policy')).body.settings.lockout.account_attempts, 5);
  await city.restartSynapse();
  t.is((await client.whoami()).user_id, hanako!.user);
});
