/** 4.2.4, 4.5.4: what a token stands for is known at once, and never longer than it is true. */
import test from 'ava';
import { hana, hour, jiro, minute, office, openHouse, outside, pc, phone } from './house.ts';

test('a session is looked up once, and again after its device or its person changed', async (t) => {
  const house = await openHouse(t);
  const { accessToken } = await house.identity.login(pc);
  const first = await house.session(accessToken);
  t.is(await house.session(accessToken), first);
  await house.change(jiro, { name: '二郎' });
  t.is(await house.session(accessToken), first, 'somebody else’s change is nothing to it');
  await house.change(hana, { state: 'locked' });
  const second = await house.session(accessToken);
  t.is(second.caller('lgwan', office, house.now).account.state, 'locked');
  await house.identity.devices.suspend(first.device.id, 'admin');
  t.is((await house.session(accessToken)).caller('lgwan', office, house.now).device.state, 'suspended');
  t.is(first.device.state, 'active');
});

test('unknown, forged and malformed tokens have no session', async (t) => {
  const house = await openHouse(t);
  const { accessToken } = await house.identity.login(pc);
  for (const token of ['', 'x', accessToken.slice(0, -1), `${accessToken}x`, 'hs-1', accessToken.toUpperCase()]) t.is(await house.identity.authenticate(token), 'unknown');
});

test('a lookup that began before a suspension is not kept after it', async (t) => {
  const house = await openHouse(t);
  const { accessToken } = await house.identity.login(pc);
  const { id } = (await house.session(accessToken)).device;
  for (let i = 0; i < 20; i++) {
    const other = house.neighbour();
    const [, , session] = await Promise.all([
      other.authenticate(accessToken),
      i % 2 === 0 ? house.identity.devices.suspend(id, 'admin') : house.identity.devices.resume(id, 'admin'),
      other.authenticate(accessToken),
    ]);
    t.is(typeof session, 'object');
    const after = await other.authenticate(accessToken);
    t.is(typeof after === 'object' && after.device.state, i % 2 === 0 ? 'suspended' : 'active');
  }
});

test('a change of another process is heard', async (t) => {
  const house = await openHouse(t);
  const other = house.neighbour();
  const { accessToken } = await house.identity.login(pc);
  t.is(typeof await other.authenticate(accessToken), 'object');
  await house.identity.own.logout(await house.session(accessToken), office);
  t.is(await other.authenticate(accessToken), 'unknown');
  t.is(await house.identity.authenticate(accessToken), 'unknown');
});

test('the caller is the same object while nothing changed: by zone, address, hour of the posture, end of the account', async (t) => {
  const house = await openHouse(t);
  const { accessToken, deviceId } = await house.identity.login({ ...phone, approvalCode: await house.code() });
  await house.identity.devices.reportPosture((await house.device(hana, deviceId)).id, true, 'mdm');
  await house.change(hana, { expires: house.now + 5 * hour });
  const session = await house.session(accessToken);
  const caller = session.caller('internet', outside, house.now);
  t.deepEqual(caller, {
    zone: 'internet', class: 'mobile', address: outside,
    account: { kind: 'staff', role: 'general', groups: [], state: 'active' },
    device: { state: 'active', approved: true, posture: { encrypted: true, age_hours: 0 } },
  });
  t.is(session.caller('internet', outside, house.now + hour - 1), caller);
  t.not(session.caller('lgwan', outside, house.now), caller);
  t.not(session.caller('internet', office, house.now), caller);
  t.is(session.caller('internet', outside, house.now), caller);
  t.is(session.caller('internet', outside, house.now + hour).device.posture?.age_hours, 1);
  t.is(session.caller('internet', outside, house.now + 5 * hour - 1).account.state, 'active');
  t.is(session.caller('internet', outside, house.now + 5 * hour).account.state, 'expired');
});

test('many addresses of one session do not grow without end', async (t) => {
  const house = await openHouse(t);
  const session = await house.session((await house.identity.login(pc)).accessToken);
  for (let i = 0; i < 100; i++) t.is(session.caller('lgwan', `127.0.0.${i}`, house.now).address, `127.0.0.${i}`);
});

test('when and from where a device was seen is written at the end, and by the minute', async (t) => {
  const house = await openHouse(t);
  const { accessToken, deviceId } = await house.identity.login(pc);
  const other = await house.identity.login({ ...pc, user: 'jiro', deviceId: 'J' });
  const began = house.now;
  house.now += 10 * minute;
  (await house.session(accessToken)).caller('lgwan', '127.0.0.77', house.now);
  (await house.session(other.accessToken)).caller('internet', '127.0.7.7', house.now - 1);
  t.is((await house.device(hana, deviceId)).lastSeen, began);
  await house.identity.close();
  t.like(await house.device(hana, deviceId), { lastSeen: house.now, address: '127.0.0.77' });
  t.like(await house.device(jiro, 'J'), { lastSeen: house.now - 1, address: '127.0.7.7' });
});
