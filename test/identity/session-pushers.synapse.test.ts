/** 4.5.4 on a real homeserver: what a suspension takes away there, what comes back, and what is left after a wipe. */
import test from 'ava';
import { createHomeserver } from '#homeserver/homeserver.ts';
import { createLog } from '#lib/log.ts';
import { freePort, serverName, startSynapse } from '../homeserver/synapse.ts';
import { hana, office, openHouse, pc, phone } from './house.ts';
import { sorted } from '../harness/sorted.ts';

test('pushers and devices at Synapse follow what an administrator and the person do', async (t) => {
  t.timeout(120_000);
  const synapse = await startSynapse(t, await freePort());
  const homeserver = createHomeserver({ url: synapse.url, registration: synapse.registration, serverName, log: createLog('silent') });
  t.teardown(() => homeserver.close());
  const house = await openHouse(t, homeserver);
  await house.change(hana, { provisioned: false });

  const desk = await house.session((await house.identity.login({ ...pc, deviceId: 'DESK' })).accessToken);
  const login = await house.identity.login({ ...phone, deviceId: 'PHONE', approvalCode: await house.code() });
  const mobile = await house.session(login.accessToken);
  const get = async (path: string, token: string) => {
    const answer = await fetch(`${synapse.url}/_matrix/client/v3/${path}`, { headers: { authorization: `Bearer ${token}` } });
    return { status: answer.status, body: await answer.json() as Record<string, { pushkey: string; lang: string; device_id: string }[]> };
  };
  const token = await desk.homeserverToken();
  const pushers = async () => (await get('pushers', token)).body['pushers']?.map(({ pushkey, lang }) => `${pushkey} ${lang}`);
  const devices = async () => new Set((await get('devices', token)).body['devices']?.map((device) => device.device_id));

  t.deepEqual(sorted(await devices()), ['DESK', 'PHONE']);
  const body = { kind: 'http', app_id: 'app', pushkey: 'key', app_display_name: 'a', device_display_name: 'd', lang: 'ja', data: { url: 'http://127.0.0.1:9/_matrix/push/v1/notify' } };
  await house.identity.pushers.set(mobile, { appId: 'app', pushkey: 'key', body });
  t.deepEqual(await pushers(), ['key ja']);
  await t.throwsAsync(house.identity.pushers.set(mobile, { appId: 'app', pushkey: 'bad', body: { ...body, pushkey: 'bad', data: {} } }), { name: 'HomeserverRefused' });

  await house.identity.devices.suspend(mobile.device.id, 'admin');
  t.deepEqual(await pushers(), []);
  await house.identity.devices.resume(mobile.device.id, 'admin');
  t.deepEqual(await pushers(), ['key ja']);
  t.deepEqual((await get('account/whoami', await mobile.homeserverToken())).status, 200, 'the client goes on with the session that it had');

  await house.identity.own.rename(desk, 'PHONE', '個人の電話');
  const dead = await mobile.homeserverToken();
  await house.identity.devices.wipe(mobile.device.id, 'admin');
  t.deepEqual(await pushers(), []);
  t.deepEqual(sorted(await devices()), ['DESK']);
  t.is((await get('account/whoami', dead)).status, 401);

  await house.identity.own.logout(desk, office);
  t.is((await get('account/whoami', token)).status, 401);
});
