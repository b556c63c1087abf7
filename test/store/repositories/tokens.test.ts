import test from 'ava';
import type { UserId } from '#matrix/identifiers.ts';
import type { TokenRow } from '#store/repositories/tokens.ts';
import { openTestStore } from '../../harness/store.ts';

test('the use of one pair ends the others of its device, once, and none of another', async (t) => {
  const store = await openTestStore(t);
  const device = {
    userId: '@hana:city.test' as UserId, deviceId: 'A', displayName: null, class: 'pc', zone: 'lgwan', state: 'active', approved: false, answerUntil: null,
    signedIn: true, posture: null, firstSeen: 1, lastSeen: 1, address: '', agent: '',
  } as const;
  for (const id of ['d', 'e']) await store.devices.put({ ...device, id });
  const pair = (id: string, on: string): TokenRow => ({ id, device: on, accessHash: `a${id}`, refreshHash: `r${id}`, expires: 1_800_000_000_000, created: 1, used: false, ended: null });
  for (const row of [pair('1', 'd'), pair('2', 'd'), pair('3', 'd'), pair('4', 'e')]) await store.tokens.add(row);
  t.deepEqual(await store.tokens.byAccess('a1'), pair('1', 'd'));
  await store.tokens.use(pair('2', 'd'), 50);
  await store.tokens.use(pair('3', 'd'), 60);
  t.deepEqual(await store.tokens.byRefresh('r1'), { ...pair('1', 'd'), ended: 50 });
  t.like(await store.tokens.byRefresh('r2'), { used: true, ended: 60 });
  t.like(await store.tokens.byAccess('a3'), { used: true });
  t.deepEqual(await store.tokens.byAccess('a4'), pair('4', 'e'));
  await store.tokens.removeEndedBefore(60);
  t.is(await store.tokens.byAccess('a1'), null);
  t.truthy(await store.tokens.byAccess('a2'));
});
