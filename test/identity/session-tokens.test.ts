/** Refresh tokens: a client that loses an answer loses nothing, and a token that comes back after its end is noticed. */
import test from 'ava';
import { hana, hour, minute, office, openHouse, pc, phone, reasonsOf, type House } from './house.ts';

const refreshable = { ...pc, refreshable: true };

async function logIn(house: House) {
  const result = await house.identity.login(refreshable);
  return { ...result, refreshToken: result.refreshToken ?? '' };
}

async function refresh(house: House, token: string) {
  const pair = await house.identity.refresh(token, pc);
  return { ...pair, refreshToken: pair.refreshToken ?? '' };
}

test('an access token expires to the millisecond, and its refresh token gives another', async (t) => {
  const house = await openHouse(t);
  const first = await logIn(house);
  t.is(first.expiresInMs, hour);
  t.regex(first.refreshToken, /^skr_/);
  house.now += hour - 1;
  t.is(typeof await house.identity.authenticate(first.accessToken), 'object');
  house.now += 1;
  t.is(await house.identity.authenticate(first.accessToken), 'expired');
  const second = await refresh(house, first.refreshToken);
  t.is(typeof await house.identity.authenticate(second.accessToken), 'object');
  t.is(await house.identity.authenticate(first.accessToken), 'expired');
});

test('a token without refresh never expires', async (t) => {
  const house = await openHouse(t);
  const { accessToken } = await house.identity.login(pc);
  house.now += 1000 * 24 * hour;
  t.is(typeof await house.identity.authenticate(accessToken), 'object');
});

test('the old pair holds until the new one is first used, by its access token', async (t) => {
  const house = await openHouse(t);
  const first = await logIn(house);
  const lost = await refresh(house, first.refreshToken);
  t.is(typeof await house.identity.authenticate(first.accessToken), 'object');
  const second = await refresh(house, first.refreshToken);
  t.is(typeof await house.identity.authenticate(second.accessToken), 'object');
  t.is(await house.identity.authenticate(first.accessToken), 'expired');
  t.is(await house.identity.authenticate(lost.accessToken), 'expired', 'the pair whose answer was lost is worth nothing to who finds it');
  t.is(typeof await house.identity.authenticate(second.accessToken), 'object');
});

test('or by its refresh token', async (t) => {
  const house = await openHouse(t);
  const first = await logIn(house);
  const second = await refresh(house, first.refreshToken);
  const third = await refresh(house, second.refreshToken);
  t.is(await house.identity.authenticate(first.accessToken), 'expired');
  t.is(typeof await house.identity.authenticate(second.accessToken), 'object');
  t.is(typeof await house.identity.authenticate(third.accessToken), 'object');
  t.is(await house.identity.authenticate(second.accessToken), 'expired');
});

test('a refresh token that was replaced is refused, keeps the client’s data, and is in the audit log', async (t) => {
  const house = await openHouse(t);
  const first = await logIn(house);
  const second = await refresh(house, first.refreshToken);
  await house.identity.authenticate(second.accessToken);
  await t.throwsAsync(house.identity.refresh(first.refreshToken, pc), { name: 'Refused', message: 'token_unknown' });
  t.true((await house.acts()).includes('refresh.reused'));
  t.is(typeof await house.identity.authenticate(second.accessToken), 'object');
  t.deepEqual(await reasonsOf(house.identity.refresh('skr_made-up', pc)), ['token_unknown']);
  t.deepEqual(await reasonsOf(house.identity.refresh(second.accessToken, pc)), ['token_unknown']);
});

test('many refreshes and uses at the same time leave one pair', async (t) => {
  const house = await openHouse(t);
  const other = house.neighbour();
  const first = await logIn(house);
  const pairs = await Promise.all(Array.from({ length: 6 }, (_, i) => (i % 2 === 0 ? house.identity : other).refresh(first.refreshToken, pc)));
  t.is(new Set(pairs.map(({ accessToken }) => accessToken)).size, 6);
  const outcomes = await Promise.all(pairs.map(({ accessToken }, i) => (i % 2 === 0 ? other : house.identity).authenticate(accessToken)));
  t.is(outcomes.filter((outcome) => typeof outcome === 'object').length, 1);
  const again = await Promise.all(pairs.map(({ accessToken }) => house.identity.authenticate(accessToken)));
  t.deepEqual(again.map((outcome) => typeof outcome), outcomes.map((outcome) => typeof outcome));
});

test('a refresh token ends after its days', async (t) => {
  const house = await openHouse(t);
  const first = await logIn(house);
  house.now += 30 * 24 * hour - 1;
  const second = await refresh(house, first.refreshToken);
  house.now += 30 * 24 * hour;
  t.deepEqual(await reasonsOf(house.identity.refresh(second.refreshToken, pc)), ['token_unknown']);
});

test('a suspended, locked or wiped one gets no new token, and keeps the old for later', async (t) => {
  const house = await openHouse(t);
  const { refreshToken, deviceId } = await house.identity.login({ ...phone, refreshable: true, approvalCode: await house.code() });
  const { id } = await house.device(hana, deviceId);
  await house.identity.devices.suspend(id, 'admin');
  t.is((await reasonsOf(house.identity.refresh(refreshToken ?? '', phone)))[0], 'device_suspended');
  await house.identity.devices.resume(id, 'admin');
  await house.change(hana, { state: 'locked' });
  t.is((await reasonsOf(house.identity.refresh(refreshToken ?? '', phone)))[0], 'account_locked');
  await house.change(hana, { state: 'active' });
  t.deepEqual(await reasonsOf(house.identity.refresh(refreshToken ?? '', { ...phone, zone: 'lgwan' })), ['address_not_listed']);
  t.truthy(await house.identity.refresh(refreshToken ?? '', phone));
  await house.identity.devices.wipe(id, 'admin');
  t.is((await reasonsOf(house.identity.refresh(refreshToken ?? '', phone)))[0], 'device_wiped');
});

test('after a logout no token of the session is worth anything', async (t) => {
  const house = await openHouse(t);
  const first = await logIn(house);
  const second = await refresh(house, first.refreshToken);
  house.now += minute;
  await house.identity.own.logout(await house.session(first.accessToken), office);
  for (const { accessToken } of [first, second]) t.is(await house.identity.authenticate(accessToken), 'unknown');
  for (const { refreshToken } of [first, second]) t.deepEqual(await reasonsOf(house.identity.refresh(refreshToken, pc)), ['token_unknown']);
});
