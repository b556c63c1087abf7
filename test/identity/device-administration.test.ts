/** 4.5.2–4.5.4: what an administrator does with a device, what its client is told, and what the log says of it. */
import test from 'ava';
import type { Caller } from '#policy/facts.ts';
import { hana, hour, office, openHouse, outside, pc, phone, reasonsOf, type House } from './house.ts';

async function approvedPhone(house: House) {
  const result = await house.identity.login({ ...phone, approvalCode: await house.code() });
  return { ...result, id: (await house.device(hana, result.deviceId)).id };
}

async function judge(house: House, accessToken: string): Promise<readonly string[]> {
  const session = await house.session(accessToken);
  const caller: Caller = session.caller('internet', outside, house.now);
  return house.decisions.judge({ act: 'use', caller }, { userId: hana, device: session.device.id }).refusals.map(({ reason }) => reason);
}

test('suspend, resume: the session stays, the policy refuses it and allows it again', async (t) => {
  const house = await openHouse(t);
  const { accessToken, id } = await approvedPhone(house);
  t.deepEqual(await judge(house, accessToken), []);
  t.is((await house.identity.devices.suspend(id, 'admin', 'lost in a train')).state, 'suspended');
  t.deepEqual(await judge(house, accessToken), ['device_suspended']);
  await house.identity.devices.suspend(id, 'admin');
  t.is((await house.identity.devices.resume(id, 'admin')).state, 'active');
  t.deepEqual(await judge(house, accessToken), []);
  t.true((await house.device(hana, (await house.session(accessToken)).device.deviceId)).approved);
});

test('wipe: the session stays so that the client is told, for good', async (t) => {
  const house = await openHouse(t);
  const { accessToken, id, deviceId } = await approvedPhone(house);
  await house.identity.devices.wipe(id, 'admin');
  t.deepEqual((await judge(house, accessToken)), ['device_wiped', 'device_not_approved']);
  t.false(house.homeserver.devices.has(`${hana}|${deviceId}`));
  t.deepEqual(await reasonsOf((await house.session(accessToken)).homeserverToken()), ['token_unknown']);
  for (const act of ['approve', 'reject', 'suspend', 'resume'] as const) t.deepEqual(await reasonsOf(house.identity.devices[act](id, 'admin')), ['conflict'], act);
});

test('what the state does not allow is a conflict, and changes and logs nothing', async (t) => {
  const house = await openHouse(t);
  await t.throwsAsync(house.identity.login(phone));
  const { id } = await house.device(hana, null);
  for (const act of ['suspend', 'resume', 'wipe'] as const) t.deepEqual(await reasonsOf(house.identity.devices[act](id, 'admin')), ['conflict'], act);
  t.like(await house.device(hana, null), { state: 'waiting' });
  t.deepEqual((await house.acts()).filter((act) => act.startsWith('devices.')), ['devices.request']);
  for (const act of ['approve', 'reject', 'suspend', 'resume', 'wipe'] as const) t.deepEqual(await reasonsOf(house.identity.devices[act]('nowhere', 'admin')), ['not_found'], act);
  t.deepEqual(await reasonsOf(house.identity.devices.reportPosture('nowhere', true, 'mdm')), ['not_found']);
});

test('an approval is taken back before its login', async (t) => {
  const house = await openHouse(t);
  await t.throwsAsync(house.identity.login(phone));
  const { id } = await house.device(hana, null);
  await house.identity.devices.approve(id, 'admin');
  await house.identity.devices.reject(id, 'admin');
  t.deepEqual(await reasonsOf(house.identity.login(phone)), ['device_not_approved']);
  await house.identity.devices.approve(id, 'admin');
  t.is((await house.identity.login(phone)).userId, hana);
});

test('a session that was born without approval is approved without a new login', async (t) => {
  const house = await openHouse(t);
  const { accessToken } = await house.identity.login(pc);
  t.deepEqual(await judge(house, accessToken), ['device_not_approved']);
  await house.identity.devices.approve((await house.session(accessToken)).device.id, 'admin');
  t.deepEqual(await judge(house, accessToken), []);
});

test('a posture is kept with when and by whom', async (t) => {
  const house = await openHouse(t);
  const { id } = await approvedPhone(house);
  house.now += hour;
  const device = await house.identity.devices.reportPosture(id, false, 'service key mdm');
  t.deepEqual(device.posture, { encrypted: false, reportedAt: house.now, reportedBy: 'service key mdm' });
});

test('each act is announced and is one entry with who and why', async (t) => {
  const house = await openHouse(t);
  const { id } = await approvedPhone(house);
  const heard: string[] = [];
  house.store.changes.subscribe((topic, key) => heard.push(`${topic} ${key}`));
  const acts = ['suspend', 'resume', 'approve', 'wipe'] as const;
  for (const act of acts) await house.identity.devices[act](id, '@root:city.test', `because of ${act}`);
  await house.identity.devices.reportPosture(id, true, '@root:city.test');
  t.is(heard.filter((line) => line === `device ${id}`).length >= 5, true);
  const entries = (await house.audit.list({ limit: 5 })).items.toReversed();
  t.deepEqual(entries.map(({ act }) => act), ['devices.suspend', 'devices.resume', 'devices.approve', 'devices.wipe', 'devices.posture']);
  t.like(entries[0], { kind: 'device', actor: '@root:city.test', user_id: hana, device: id, why: 'because of suspend', details: { before: 'active', after: 'suspended' } });
});

test('of many acts at the same time each sees what the others left', async (t) => {
  const house = await openHouse(t);
  const { id, accessToken } = await approvedPhone(house);
  const outcomes = await Promise.allSettled(['wipe', 'suspend', 'resume', 'wipe', 'resume'].map((act) => house.identity.devices[act as 'wipe'](id, 'admin')));
  // In whatever order they came: nothing follows a wipe but another.
  t.deepEqual([outcomes[0]?.status, outcomes[3]?.status], ['fulfilled', 'fulfilled']);
  t.is((await house.session(accessToken)).device.state, 'wiped');
  await house.identity.own.logout(await house.session(accessToken), office);
  t.is((await house.session(accessToken)).device.state, 'wiped', 'a logout takes nothing away from what the client is to be told');
});
