/** 4.2.4: people see, name and end their own sessions, and nobody else's. */
import test from 'ava';
import { hana, jiro, office, openHouse, password, pc, phone, reasonsOf, type House } from './house.ts';

async function three(house: House) {
  const tokens: string[] = [];
  for (const deviceId of ['A', 'B', 'C']) {
    tokens.push((await house.identity.login({ ...pc, deviceId })).accessToken);
    house.now += 1;
  }
  const [a = '', b = '', c = ''] = tokens;
  return { a, b, c, session: await house.session(a) };
}

const alive = (house: House, tokens: string[]) => Promise.all(tokens.map(async (token) => typeof await house.identity.authenticate(token) === 'object'));

test('the list holds sessions only: no requests, no wiped devices, nobody else’s', async (t) => {
  const house = await openHouse(t);
  const { session } = await three(house);
  await t.throwsAsync(house.identity.login(phone));
  await house.identity.login({ ...pc, user: 'jiro', deviceId: 'J' });
  await house.identity.devices.suspend((await house.device(hana, 'B')).id, 'admin');
  await house.identity.devices.wipe((await house.device(hana, 'C')).id, 'admin');
  t.deepEqual((await house.identity.own.list(session)).map(({ deviceId }) => deviceId), ['A', 'B']);
  t.is((await house.identity.own.get(session, 'B')).displayName, 'PC');
  for (const deviceId of ['C', 'J', '', 'nothing']) t.deepEqual(await reasonsOf(house.identity.own.get(session, deviceId)), ['not_found']);
});

test('a name is changed here and at the homeserver', async (t) => {
  const house = await openHouse(t);
  const { session, b } = await three(house);
  await house.identity.own.rename(session, 'B', '窓口の PC');
  t.is((await house.identity.own.get(session, 'B')).displayName, '窓口の PC');
  t.is((await house.session(b)).device.displayName, '窓口の PC');
  t.is(house.homeserver.names.get(`${hana}|B`), '窓口の PC');
  t.deepEqual(await reasonsOf(house.identity.own.rename(session, 'J', 'x')), ['not_found']);
  house.homeserver.away = true;
  await t.throwsAsync(house.identity.own.rename(session, 'B', 'other'), { name: 'HomeserverUnavailable' });
  t.is((await house.identity.own.get(session, 'B')).displayName, '窓口の PC');
});

test('a logout ends this session alone', async (t) => {
  const house = await openHouse(t);
  const { a, b, c, session } = await three(house);
  await house.identity.own.logout(session, office);
  t.deepEqual(await alive(house, [a, b, c]), [false, true, true]);
  t.deepEqual([...house.homeserver.devices.keys()], [`${hana}|B`, `${hana}|C`]);
  await house.identity.own.logout(session, office);
});

test('a logout everywhere ends all of the person’s, and nobody else’s', async (t) => {
  const house = await openHouse(t);
  const { a, b, c, session } = await three(house);
  const other = await house.identity.login({ ...pc, user: 'jiro', deviceId: 'J' });
  await house.identity.own.logoutAll(session, office);
  t.deepEqual(await alive(house, [a, b, c, other.accessToken]), [false, false, false, true]);
  t.deepEqual([...house.homeserver.devices.keys()], [`${jiro}|J`]);
});

test('some are ended by name; those of others and unknown ones are left alone', async (t) => {
  const house = await openHouse(t);
  const { a, b, c, session } = await three(house);
  const other = await house.identity.login({ ...pc, user: 'jiro', deviceId: 'J' });
  await house.identity.own.end(session, ['B', 'C', 'J', 'nothing', 'B'], office);
  t.deepEqual(await alive(house, [a, b, c, other.accessToken]), [true, false, false, true]);
});

test('a new password ends the others where asked, and is the only one that counts', async (t) => {
  const house = await openHouse(t);
  const { a, b, c, session } = await three(house);
  const next = 'shiroi-tanpopo-78';
  await house.identity.own.changePassword(session, { password: next, endOthers: false, address: office });
  t.deepEqual(await alive(house, [a, b, c]), [true, true, true]);
  t.is((await house.store.people.get(hana))?.passwordSetBy, 'self');
  t.deepEqual(await reasonsOf(house.identity.login({ ...pc, password })), ['wrong_password']);
  await house.identity.own.changePassword(session, { password: `${next}9`, endOthers: true, address: office });
  t.deepEqual(await alive(house, [a, b, c]), [true, false, false]);
  t.is((await house.identity.login({ ...pc, password: `${next}9` })).userId, hana);
  t.deepEqual(await reasonsOf(house.identity.own.changePassword(session, { password: 'sakura2026', endOthers: true, address: office })), ['weak_password']);
  t.is((await house.acts()).filter((act) => act === 'password.change').length, 2);
});

test('who ended what is in the audit log', async (t) => {
  const house = await openHouse(t);
  const { session } = await three(house);
  const b = await house.device(hana, 'B');
  await house.identity.own.end(session, ['B'], office);
  const [entry] = (await house.audit.list({ limit: 1 })).items;
  t.like(entry, { kind: 'login', act: 'devices.end', actor: hana, address: office, device: session.device.id, details: { ended: [b.id] } });
});
