/** 4.5.4: no push reaches a device that was cut off, whatever happens at the same time. */
import test from 'ava';
import type { Session } from '#identity/sessions.ts';
import { hana, office, openHouse, pc, phone, type House } from './house.ts';

const pusher = { appId: 'app', pushkey: 'key', body: { app_id: 'app', pushkey: 'key', kind: 'http', data: { url: 'http://127.0.0.1:9/_matrix/push/v1/notify' } } };

async function phoneWithPusher(house: House): Promise<{ session: Session; id: string; at: string }> {
  const { accessToken, deviceId } = await house.identity.login({ ...phone, approvalCode: await house.code() });
  const session = await house.session(accessToken);
  await house.identity.pushers.set(session, pusher);
  return { session, id: session.device.id, at: `${hana}|${deviceId}|key` };
}

async function until(done: () => boolean): Promise<void> {
  for (let i = 0; !done() && i < 100; i++) await new Promise((resolve) => { setTimeout(resolve, 100); });
}

test('pushers go with a suspension and come back, as they were, with the resumption', async (t) => {
  const house = await openHouse(t);
  const { id, at } = await phoneWithPusher(house);
  t.deepEqual(house.homeserver.pushers.get(at), pusher.body);
  await house.identity.devices.suspend(id, 'admin');
  t.is(house.homeserver.pushers.size, 0);
  await house.identity.devices.resume(id, 'admin');
  t.deepEqual(house.homeserver.pushers.get(at), pusher.body);
  await house.identity.devices.wipe(id, 'admin');
  t.is(house.homeserver.pushers.size, 0);
});

test('a pusher that its client took away does not come back', async (t) => {
  const house = await openHouse(t);
  const { id, session } = await phoneWithPusher(house);
  await house.identity.pushers.set(session, { ...pusher, body: { ...pusher.body, kind: null } });
  await house.identity.devices.suspend(id, 'admin');
  await house.identity.devices.resume(id, 'admin');
  t.is(house.homeserver.pushers.size, 0);
});

test('a homeserver that is away undoes no suspension and holds up none; the pushers go when it is back', async (t) => {
  const house = await openHouse(t);
  const { id } = await phoneWithPusher(house);
  house.homeserver.away = true;
  t.is((await house.identity.devices.suspend(id, 'admin')).state, 'suspended');
  t.is(house.homeserver.pushers.size, 1);
  t.is((await house.store.errands.all()).length, 1);
  house.homeserver.away = false;
  await until(() => house.homeserver.pushers.size === 0);
  t.is(house.homeserver.pushers.size, 0);
});

test('a homeserver that hangs holds up a suspension no longer than a moment', async (t) => {
  const house = await openHouse(t);
  const { id } = await phoneWithPusher(house);
  const { promise, resolve } = Promise.withResolvers<void>();
  house.homeserver.meanwhile = () => promise;
  const began = process.hrtime.bigint();
  await house.identity.devices.suspend(id, 'admin');
  t.true(Number(process.hrtime.bigint() - began) < 3e9);
  await house.identity.devices.resume(id, 'admin');
  resolve();
  await until(() => house.homeserver.pushers.size === 1);
  t.is(house.homeserver.pushers.size, 1, 'and what it is by then counts');
});

test('what was due when the process ended is done by the next one', async (t) => {
  const house = await openHouse(t);
  const { id } = await phoneWithPusher(house);
  house.homeserver.away = true;
  await house.identity.devices.suspend(id, 'admin');
  await house.identity.close();
  house.homeserver.away = false;
  house.neighbour();
  await until(() => house.homeserver.pushers.size === 0);
  t.is(house.homeserver.pushers.size, 0);
});

test('a pusher that is set while the device is being suspended does not stay', async (t) => {
  const house = await openHouse(t);
  const { accessToken } = await house.identity.login({ ...phone, approvalCode: await house.code() });
  const session = await house.session(accessToken);
  house.homeserver.meanwhile = async () => {
    house.homeserver.meanwhile = async () => undefined;
    await house.identity.devices.suspend(session.device.id, 'admin');
  };
  await house.identity.pushers.set(session, pusher);
  t.is(house.homeserver.pushers.size, 0);
  await house.identity.devices.resume(session.device.id, 'admin');
  t.is(house.homeserver.pushers.size, 1);
});

test('tokens that the homeserver forgot are renewed on the way', async (t) => {
  const house = await openHouse(t);
  const { id, session } = await phoneWithPusher(house);
  house.homeserver.forgetTokens();
  await house.identity.pushers.set(session, pusher);
  house.homeserver.forgetTokens();
  await house.identity.devices.suspend(id, 'admin');
  t.is(house.homeserver.pushers.size, 0);
});

test('a pusher that the homeserver refuses is not remembered, and one before it stays', async (t) => {
  const house = await openHouse(t);
  const { id, session } = await phoneWithPusher(house);
  await t.throwsAsync(house.identity.pushers.set(session, { ...pusher, body: { ...pusher.body, lang: 'refused' } }), { name: 'HomeserverRefused' });
  await t.throwsAsync(house.identity.pushers.set(session, { ...pusher, pushkey: 'other', body: { ...pusher.body, pushkey: 'other', lang: 'refused' } }), { name: 'HomeserverRefused' });
  t.deepEqual((await house.store.pushers.ofDevice(id)).map(({ body }) => body), [pusher.body]);
});

test('a refused errand holds up no other', async (t) => {
  const house = await openHouse(t);
  const { id } = await phoneWithPusher(house);
  await house.store.pushers.put({ device: id, appId: 'app', pushkey: 'another', body: { app_id: 'app', pushkey: 'another', kind: 'http', lang: 'refused' } });
  await house.identity.devices.suspend(id, 'admin');
  t.is(house.homeserver.pushers.size, 0);
  t.deepEqual(await house.store.errands.all(), []);
});

test('a new session of the same device has the pushers of the one whose place it takes', async (t) => {
  const house = await openHouse(t);
  const { session } = await phoneWithPusher(house);
  const { accessToken } = await house.identity.login({ ...phone, deviceId: session.device.deviceId, approvalCode: await house.code() });
  t.is(house.homeserver.pushers.size, 1);
  await house.identity.devices.suspend((await house.session(accessToken)).device.id, 'admin');
  t.is(house.homeserver.pushers.size, 0);
});

test('a logout takes the device and its pushers from the homeserver, also when it was away', async (t) => {
  const house = await openHouse(t);
  const { session, at } = await phoneWithPusher(house);
  house.homeserver.away = true;
  await house.identity.own.logout(session, office);
  t.true(house.homeserver.pushers.has(at));
  house.homeserver.away = false;
  await until(() => house.homeserver.devices.size === 0);
  t.is(house.homeserver.pushers.size, 0);
  t.is(house.homeserver.devices.size, 0);
});

test('a late errand does not take a device from the login that came after it', async (t) => {
  const house = await openHouse(t);
  const first = await house.identity.login({ ...pc, deviceId: 'PC' });
  house.homeserver.meanwhile = async () => {
    house.homeserver.away = true;
    house.homeserver.meanwhile = async () => undefined;
  };
  await house.identity.own.logout(await house.session(first.accessToken), office);
  house.homeserver.away = false;
  await house.identity.login({ ...pc, deviceId: 'PC' });
  await house.identity.login({ ...pc, deviceId: 'OTHER' });
  await house.identity.own.end(await house.session((await house.identity.login(pc)).accessToken), ['OTHER'], office);
  t.deepEqual(await house.store.errands.all(), []);
  t.true(house.homeserver.devices.has(`${hana}|PC`));
  t.false(house.homeserver.devices.has(`${hana}|OTHER`));
});
