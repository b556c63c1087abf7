/** OpenID tokens: Sekisho's own, hashed, for an hour. */
import test from 'ava';
import { hana, hour, openHouse } from './house.ts';

test('a token names its owner until its hour is over', async (t) => {
  const house = await openHouse(t);
  const { token, expiresInSeconds } = await house.identity.openId.issue(hana);
  t.regex(token, /^sko_/);
  t.is(expiresInSeconds, 3600);
  house.now += hour - 1;
  t.is(await house.identity.openId.owner(token), hana);
  t.is(await house.identity.openId.owner(`${token}x`), null);
  t.is(await house.store.openIdTokens.owner(token, 0), null, 'it is kept as a hash');
  house.now += 1;
  t.is(await house.identity.openId.owner(token), null);
  t.is(await house.identity.authenticate(token), 'unknown', 'it is no access token');
});
