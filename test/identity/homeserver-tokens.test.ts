/** The homeserver's token of a device: one, kept sealed, made again when it is missing or dead. */
import test from 'ava';
import { hana, office, openHouse, pc, reasonsOf } from './house.ts';

test('many who ask at the same time get one token', async (t) => {
  const house = await openHouse(t);
  const { accessToken, deviceId } = await house.identity.login(pc);
  const { id } = await house.device(hana, deviceId);
  await house.store.devices.setHomeserverToken(id, null);
  const session = await house.session(accessToken);
  const tokens = await Promise.all(Array.from({ length: 10 }, () => session.homeserverToken()));
  t.deepEqual([...new Set(tokens)], ['hs-2']);
  t.is(await session.homeserverToken(), 'hs-2');
});

test('a dead token is renewed once, and a token that another already renewed is taken as it is', async (t) => {
  const house = await openHouse(t);
  const { accessToken } = await house.identity.login(pc);
  const session = await house.session(accessToken);
  const other = await house.neighbour().authenticate(accessToken);
  if (typeof other === 'string') throw new Error(other);
  t.is(await session.homeserverToken(), 'hs-1');
  t.is(await other.homeserverToken(), 'hs-1');
  t.deepEqual(await Promise.all([session.renewHomeserverToken('hs-1'), session.renewHomeserverToken('hs-1')]), ['hs-2', 'hs-2']);
  t.is(await other.renewHomeserverToken('hs-1'), 'hs-2');
  t.is(await session.homeserverToken(), 'hs-2');
  t.is(house.homeserver.minted, 2);
});

test('a homeserver that is away is asked again the next time', async (t) => {
  const house = await openHouse(t);
  const { accessToken, deviceId } = await house.identity.login(pc);
  await house.store.devices.setHomeserverToken((await house.device(hana, deviceId)).id, null);
  const session = await house.session(accessToken);
  house.homeserver.away = true;
  await t.throwsAsync(session.homeserverToken(), { name: 'HomeserverUnavailable' });
  house.homeserver.away = false;
  t.is(await session.homeserverToken(), 'hs-2');
});

test('a token that was moved to another device or sealed with another key is not used', async (t) => {
  const house = await openHouse(t);
  await house.identity.login({ ...pc, deviceId: 'A' });
  const second = await house.identity.login({ ...pc, deviceId: 'B' });
  const sealed = await house.store.devices.homeserverToken((await house.device(hana, 'A')).id);
  await house.store.devices.setHomeserverToken((await house.device(hana, 'B')).id, sealed);
  t.is(await (await house.session(second.accessToken)).homeserverToken(), 'hs-3');
});

test('who logged out while a token was made gets none, and the homeserver keeps no device', async (t) => {
  const house = await openHouse(t);
  const { accessToken, deviceId } = await house.identity.login(pc);
  const session = await house.session(accessToken);
  await house.store.devices.setHomeserverToken((await house.device(hana, deviceId)).id, null);
  house.homeserver.meanwhile = async () => {
    house.homeserver.meanwhile = async () => undefined;
    await house.identity.own.logout(session, office);
  };
  t.deepEqual(await reasonsOf(session.homeserverToken()), ['token_unknown']);
  t.is(house.homeserver.devices.size, 0);
  t.deepEqual(await reasonsOf(session.homeserverToken()), ['token_unknown']);
});
