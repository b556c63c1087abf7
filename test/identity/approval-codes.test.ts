/** 4.5.2: one-time codes, single and many; shown once, kept as hashes. (Their use is in login.test.ts.) */
import test from 'ava';
import type { UserId } from '#matrix/identifiers.ts';
import { hana, hour, jiro, openHouse, phone, reasonsOf } from './house.ts';

test('codes are made for one person, each different, for a week unless said otherwise', async (t) => {
  const house = await openHouse(t);
  const codes = await house.identity.approvalCodes.create({ userId: hana, count: 50, expires: null }, 'admin', 'new phones');
  t.is(new Set(codes.map(({ code }) => code)).size, 50);
  for (const { code, userId, expires } of codes) {
    t.regex(code, /^[ACEFGHJKLMNPQRTUWXY34679]{4}(-[ACEFGHJKLMNPQRTUWXY34679]{4}){2}$/);
    t.is(userId, hana);
    t.is(expires, house.now + 7 * 24 * hour);
  }
  const [entry] = (await house.audit.list({ limit: 1 })).items;
  t.like(entry, { kind: 'admin', act: 'approval-codes.create', actor: 'admin', user_id: hana, why: 'new phones', details: { count: 50 } });
});

test('the list shows states and never a code', async (t) => {
  const house = await openHouse(t);
  const [used] = await house.identity.approvalCodes.create({ userId: hana, count: 1, expires: null }, 'admin');
  const [late] = await house.identity.approvalCodes.create({ userId: hana, count: 1, expires: house.now + 1 }, 'admin');
  const [open] = await house.identity.approvalCodes.create({ userId: jiro, count: 1, expires: house.now + 2 }, 'admin');
  const { deviceId } = await house.identity.login({ ...phone, approvalCode: used?.code ?? '' });
  house.now += 1;
  const listed = await house.identity.approvalCodes.list({ limit: 10 });
  const state = (id: string | undefined) => listed.find((code) => code.id === id)?.state;
  t.deepEqual([state(used?.id), state(late?.id), state(open?.id)], ['used', 'expired', 'unused']);
  t.is(listed.find((code) => code.id === used?.id)?.usedDevice, (await house.device(hana, deviceId)).id);
  t.false(JSON.stringify(listed).includes('hash'));
  for (const made of [used, late, open]) t.false(JSON.stringify(listed).includes(made?.code ?? ''));
  t.is((await house.identity.approvalCodes.list({ limit: 10, userId: jiro })).length, 1);
  const [first] = await house.identity.approvalCodes.list({ limit: 1 });
  t.is((await house.identity.approvalCodes.list({ limit: 10, after: first?.id ?? '' })).length, 2);
});

test('nobody gets a code who is not registered, and none is made for the past', async (t) => {
  const house = await openHouse(t);
  t.deepEqual(await reasonsOf(house.identity.approvalCodes.create({ userId: '@nobody:city.test' as UserId, count: 1, expires: null }, 'admin')), ['not_found']);
  t.deepEqual(await reasonsOf(house.identity.approvalCodes.create({ userId: hana, count: 1, expires: house.now }, 'admin')), ['bad_request']);
  t.deepEqual(await house.identity.approvalCodes.list({ limit: 10 }), []);
});
