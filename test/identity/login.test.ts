/** 4.2.1, 4.2.4, 4.5.2: what a login needs, and what comes of it. */
import test from 'ava';
import type { Refused } from '#model/refused.ts';
import { cityKey, hana, hour, jiro, openHouse, outside, password, pc, phone, reasonsOf, serverName, visitor } from './house.ts';

test('a PC on a listed network logs in with the password alone, by ID or local part in any case', async (t) => {
  const house = await openHouse(t);
  for (const user of ['hana', 'HANA', ` @Hana:${serverName} `, `@hana:${serverName.toUpperCase()}`]) {
    const result = await house.identity.login({ ...pc, user });
    t.is(result.userId, hana);
    t.regex(result.deviceId, /^[A-Z]{10}$/);
    t.regex(result.accessToken, /^sks_/);
    t.is(result.refreshToken, null);
    t.is(result.expiresInMs, null);
    const session = await house.session(result.accessToken);
    t.is(session.person.userId, hana);
    t.is(session.device.deviceId, result.deviceId);
    t.false(session.device.approved);
    t.true(house.homeserver.devices.has(`${hana}|${result.deviceId}`), 'the homeserver knows the device before the answer');
  }
  t.is((await house.store.devices.ofUser(hana)).length, 4);
  t.deepEqual((await house.acts()).filter((act) => act === 'login').length, 4);
});

test('nothing is kept of a token but its hash, and the homeserver’s token is sealed', async (t) => {
  const house = await openHouse(t);
  const { accessToken, deviceId } = await house.identity.login({ ...pc, deviceId: 'PC1' });
  const { id } = await house.device(hana, deviceId);
  const sealed = await house.store.devices.homeserverToken(id);
  t.truthy(sealed);
  t.false(sealed?.includes('hs-1'));
  t.is(await (await house.session(accessToken)).homeserverToken(), 'hs-1');
  t.is(house.homeserver.minted, 1);
  t.is(await house.store.tokens.byAccess(accessToken), null);
  t.is(cityKey.length, 32);
});

test('a phone is refused and leaves one request, which an approval turns into a session', async (t) => {
  const house = await openHouse(t);
  t.deepEqual(await reasonsOf(house.identity.login(phone)), ['device_not_approved']);
  house.now += hour;
  t.deepEqual(await reasonsOf(house.identity.login({ ...phone, address: '127.0.5.11' })), ['device_not_approved']);
  const request = await house.device(hana, null);
  t.like(request, { state: 'waiting', approved: false, signedIn: false, class: 'mobile', zone: 'internet', address: '127.0.5.11', agent: phone.agent, lastSeen: house.now });
  t.is(house.homeserver.minted, 0, 'the homeserver hears nothing of it');

  await house.identity.devices.approve(request.id, 'admin');
  t.deepEqual(await reasonsOf(house.identity.login({ ...phone, agent: 'another agent' })), ['device_not_approved']);
  t.deepEqual(await reasonsOf(house.identity.login({ ...phone, user: 'jiro' })), ['device_not_approved']);
  const { deviceId } = await house.identity.login(phone);
  const device = await house.device(hana, deviceId);
  t.is(device.id, request.id, 'the request became the session');
  t.like(device, { state: 'active', approved: true, signedIn: true, answerUntil: null });
  // The approval admits one login.
  t.deepEqual(await reasonsOf(house.identity.login(phone)), ['device_not_approved']);
});

test('an approval waits a day for its login, and no longer', async (t) => {
  const house = await openHouse(t);
  const asking = { ...phone, deviceId: 'PHONE' };
  await t.throwsAsync(house.identity.login(asking));
  const { id } = await house.device(hana, 'PHONE');
  await house.identity.devices.approve(id, 'admin');
  house.now += 24 * hour;
  t.deepEqual(await reasonsOf(house.identity.login(asking)), ['device_not_approved']);
  t.like(await house.device(hana, 'PHONE'), { id, state: 'waiting', approved: false, answerUntil: null });
  await house.identity.devices.approve(id, 'admin');
  house.now += 24 * hour - 1;
  t.is((await house.identity.login({ ...asking, agent: 'updated meanwhile' })).deviceId, 'PHONE');
});

test('an approval that only the agent names is not spent by a login that needs none', async (t) => {
  const house = await openHouse(t);
  const laptop = { ...phone, class: 'pc', agent: pc.agent } as const;
  await t.throwsAsync(house.identity.login(laptop));
  const request = await house.device(hana, null);
  await house.identity.devices.approve(request.id, 'admin');
  const inside = await house.identity.login(pc);
  t.false((await house.session(inside.accessToken)).device.approved);
  const result = await house.identity.login(laptop);
  t.is((await house.device(hana, result.deviceId)).id, request.id);
});

test('no more than five requests of an account wait', async (t) => {
  const house = await openHouse(t);
  for (let i = 0; i < 7; i++) t.deepEqual(await reasonsOf(house.identity.login({ ...phone, deviceId: `P${i}` })), ['device_not_approved']);
  t.is((await house.store.devices.list({ limit: 100, state: 'waiting' })).length, 5);
  await t.throwsAsync(house.identity.login({ ...phone, user: 'jiro' }));
  t.is((await house.store.devices.list({ limit: 100, state: 'waiting' })).length, 6);
});

test('a rejected request is silent for a day', async (t) => {
  const house = await openHouse(t);
  await t.throwsAsync(house.identity.login(phone));
  const { id } = await house.device(hana, null);
  await house.identity.devices.reject(id, 'admin');
  house.now += 24 * hour - 1;
  t.deepEqual(await reasonsOf(house.identity.login(phone)), ['device_not_approved']);
  t.is((await house.device(hana, null)).state, 'rejected');
  house.now += 1;
  await t.throwsAsync(house.identity.login(phone));
  t.is((await house.device(hana, null)).state, 'waiting');
});

test('a code approves one login, however it is written', async (t) => {
  const house = await openHouse(t);
  const code = await house.code();
  t.regex(code, /^[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}$/);
  const wide = code.toLowerCase().replaceAll('-', '－').replace(/[a-z0-9]/g, (letter) => String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0xfee0));
  const { deviceId } = await house.identity.login({ ...phone, approvalCode: ` ${wide} ` });
  const device = await house.device(hana, deviceId);
  t.true(device.approved);
  const [row] = await house.identity.approvalCodes.list({ limit: 10 });
  t.like(row, { state: 'used', usedDevice: device.id, userId: hana });
  t.deepEqual(await reasonsOf(house.identity.login({ ...phone, approvalCode: code })), ['device_not_approved']);
});

test('a code of another person, an expired one and a made-up one are refused, count as failures and leave no request', async (t) => {
  const house = await openHouse(t);
  const foreign = await house.code(jiro);
  const [late] = await house.identity.approvalCodes.create({ userId: hana, count: 1, expires: house.now + hour }, 'test');
  house.now += hour;
  for (const approvalCode of [foreign, late?.code ?? '', 'AAAA-AAAA-AAAA', '']) {
    t.deepEqual(await reasonsOf(house.identity.login({ ...phone, approvalCode })), ['device_not_approved']);
  }
  t.deepEqual(await house.store.devices.ofUser(hana), []);
  for (let i = 4; i < 10; i++) await t.throwsAsync(house.identity.login({ ...phone, approvalCode: `AAAA-${i}` }));
  t.deepEqual(await reasonsOf(house.identity.login(pc)), ['too_many_attempts']);
  // The owner of the code is not harmed.
  t.is((await house.identity.login({ ...phone, user: 'jiro', approvalCode: foreign, address: '127.0.6.1' })).userId, jiro);
});

test('of two logins with one code exactly one passes, and the homeserver keeps one device', async (t) => {
  const house = await openHouse(t);
  const approvalCode = await house.code();
  const outcomes = await Promise.allSettled([1, 2, 3].map((i) => house.identity.login({ ...phone, deviceId: `P${i}`, approvalCode })));
  t.is(outcomes.filter(({ status }) => status === 'fulfilled').length, 1);
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') t.deepEqual((outcome.reason as Refused).reasons, ['device_not_approved']);
  }
  t.is(house.homeserver.devices.size, 1);
  t.is((await house.store.devices.ofUser(hana)).length, 1);
});

test('a code is not used up by a login that is refused or that the homeserver does not answer', async (t) => {
  const house = await openHouse(t);
  const approvalCode = await house.code();
  await house.change(hana, { state: 'locked' });
  t.deepEqual(await reasonsOf(house.identity.login({ ...phone, approvalCode })), ['account_locked']);
  await house.change(hana, { state: 'active' });
  t.deepEqual(await reasonsOf(house.identity.login({ ...phone, zone: 'lgwan', approvalCode })), ['address_not_listed']);
  house.homeserver.away = true;
  await t.throwsAsync(house.identity.login({ ...phone, approvalCode }), { name: 'HomeserverUnavailable' });
  house.homeserver.away = false;
  t.is((await house.identity.login({ ...phone, approvalCode })).userId, hana);
});

test('locked, expired and retired accounts do not log in and leave no request', async (t) => {
  const house = await openHouse(t);
  await house.change(hana, { state: 'locked' });
  t.deepEqual(await reasonsOf(house.identity.login(pc)), ['account_locked']);
  t.is((await reasonsOf(house.identity.login(phone)))[0], 'account_locked');
  await house.change(hana, { state: 'retired' });
  t.deepEqual(await reasonsOf(house.identity.login(pc)), ['account_locked']);
  await house.change(jiro, { expires: house.now + 1 });
  await house.identity.login({ ...pc, user: 'jiro' });
  house.now += 1;
  t.deepEqual(await reasonsOf(house.identity.login({ ...pc, user: 'jiro' })), ['account_expired']);
  t.deepEqual(await house.store.devices.ofUser(hana), []);
});

test('a guest must be approved everywhere', async (t) => {
  const house = await openHouse(t);
  t.deepEqual(await reasonsOf(house.identity.login({ ...pc, user: 'visitor' })), ['device_not_approved']);
  const approvalCode = await house.code(visitor);
  t.is((await house.identity.login({ ...pc, user: 'visitor', approvalCode })).userId, visitor);
});

test('a login of a suspended or wiped device is refused; of an active one it takes its place without its approval', async (t) => {
  const house = await openHouse(t);
  const first = await house.identity.login({ ...phone, deviceId: 'PHONE', approvalCode: await house.code() });
  const before = await house.device(hana, 'PHONE');
  await house.identity.devices.suspend(before.id, 'admin');
  t.is((await reasonsOf(house.identity.login({ ...phone, deviceId: 'PHONE' })))[0], 'device_suspended');
  t.is((await reasonsOf(house.identity.login({ ...pc, deviceId: 'PHONE' })))[0], 'device_suspended');
  await house.identity.devices.resume(before.id, 'admin');

  t.deepEqual(await reasonsOf(house.identity.login({ ...phone, deviceId: 'PHONE' })), ['device_not_approved']);
  t.is(typeof await house.identity.authenticate(first.accessToken), 'object', 'a refused login ends nothing');

  const heard: string[] = [];
  house.store.changes.subscribe((topic, key) => heard.push(`${topic} ${key}`));
  const second = await house.identity.login({ ...pc, deviceId: 'PHONE' });
  t.true(heard.includes(`device ${before.id}`), 'open requests of the old session are cut');
  t.is(await house.identity.authenticate(first.accessToken), 'unknown');
  const after = (await house.session(second.accessToken)).device;
  t.not(after.id, before.id);
  t.false(after.approved);
  t.true(house.homeserver.devices.has(`${hana}|PHONE`));

  await house.identity.devices.wipe(after.id, 'admin');
  t.is((await reasonsOf(house.identity.login({ ...pc, deviceId: 'PHONE' })))[0], 'device_wiped');
  // Somebody else may have a device of that name.
  t.is((await house.identity.login({ ...pc, user: 'jiro', deviceId: 'PHONE' })).deviceId, 'PHONE');
});

test('several devices of one person log in at the same time', async (t) => {
  const house = await openHouse(t);
  const results = await Promise.all(Array.from({ length: 12 }, () => house.identity.login(pc)));
  t.is(new Set(results.map(({ deviceId }) => deviceId)).size, 12);
  for (const { accessToken } of results) t.is((await house.session(accessToken)).person.userId, hana);
});

test('who was locked, or got another password, between the password and the session does not get one', async (t) => {
  const house = await openHouse(t);
  house.homeserver.meanwhile = () => house.change(hana, { state: 'locked' });
  t.deepEqual(await reasonsOf(house.identity.login(pc)), ['account_locked']);
  await house.change(hana, { state: 'active' });
  house.homeserver.meanwhile = async () => {
    house.homeserver.meanwhile = async () => undefined;
    await house.store.people.setPassword(hana, await house.store.people.passwordHash(jiro) ?? '', 'admin');
    await house.store.people.setPassword(hana, `${await house.store.people.passwordHash(hana)}x`, 'admin');
  };
  t.deepEqual(await reasonsOf(house.identity.login(pc)), ['wrong_password']);
  t.is((await house.store.devices.ofUser(hana)).length, 0);
  t.is(house.homeserver.devices.size, 0);
});

test('somebody whom the homeserver does not know yet is made known first', async (t) => {
  const house = await openHouse(t);
  await house.change(hana, { provisioned: false });
  await house.identity.login(pc);
  t.deepEqual(house.homeserver.provisioned, [hana]);
});

test('an unencrypted phone stays out where the city asks for encryption; what was reported of the request counts', async (t) => {
  const house = await openHouse(t);
  const { settings } = await house.decisions.current();
  const mobile = { must: ['approved' as const], posture: 'encrypted' as const };
  await house.decisions.change({ settings: { ...settings, admission: { ...settings.admission, internet: { ...settings.admission.internet, mobile } } }, by: 'test', why: 'test' });
  await t.throwsAsync(house.identity.login(phone));
  const { id } = await house.device(hana, null);
  await house.identity.devices.approve(id, 'admin');
  await house.identity.devices.reportPosture(id, false, 'mdm');
  t.deepEqual(await reasonsOf(house.identity.login(phone)), ['posture_not_encrypted']);
  await house.identity.devices.reportPosture(id, true, 'mdm');
  const { accessToken } = await house.identity.login(phone);
  house.now += 3 * hour - 1;
  t.deepEqual((await house.session(accessToken)).caller('internet', outside, house.now).device.posture, { encrypted: true, age_hours: 2 });
});

test('the audit log tells who logged in, with what approval, and holds no secret', async (t) => {
  const house = await openHouse(t);
  const approvalCode = await house.code();
  const { accessToken } = await house.identity.login({ ...phone, approvalCode });
  await t.throwsAsync(house.identity.login(phone));
  await house.audit.flush();
  const { items } = await house.audit.list({ limit: 100 });
  const login = items.find((item) => item.act === 'login');
  t.like(login, { kind: 'login', actor: hana, user_id: hana, address: outside, zone: 'internet', details: { class: 'mobile', approved_by: 'code' } });
  t.true(items.some((item) => item.act === 'devices.request'));
  t.true(items.some((item) => item.act === 'approval-codes.create'));
  const text = JSON.stringify(items);
  for (const secret of [password, approvalCode, accessToken, 'hs-1']) t.false(text.includes(secret));
});
