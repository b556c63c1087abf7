/** User-interactive authentication: the password again, in the exchange that the specification lays down. */
import test from 'ava';
import type { UserInteractive } from '#identity/user-interactive.ts';
import type { Session } from '#identity/sessions.ts';
import { hana, minute, openHouse, password, pc, reasonsOf, type House } from './house.ts';

async function begin(house: House) {
  const { accessToken } = await house.identity.login({ ...pc, deviceId: 'A' });
  const session = await house.session(accessToken);
  const confirm = (auth?: unknown, operation = 'deleteDevice', by: Session = session, identity: { userInteractive: UserInteractive } = house.identity) =>
    identity.userInteractive.confirm(by, { operation, auth, where: pc });
  return { session, confirm };
}

const identifier = { type: 'm.id.user', user: 'hana' };

test('without auth the client is told what to show; with the password it has shown it', async (t) => {
  const house = await openHouse(t);
  const { confirm } = await begin(house);
  const challenge = await confirm();
  t.deepEqual(challenge?.flows, [{ stages: ['m.login.password'] }]);
  t.deepEqual(challenge?.params, {});
  t.is(challenge?.errcode, undefined);
  const auth = { type: 'm.login.password', session: challenge?.session, identifier, password };
  t.is(await confirm(auth), null);
  t.is(await confirm({ ...auth, identifier: { ...identifier, user: hana } }), null);
  t.is(await confirm({ type: 'm.login.password', session: challenge?.session, user: hana, password }), null, 'the form of old clients');
  t.is(await confirm({ type: 'm.login.password', password }), null, 'and of those that ask no question first');
  t.is(await confirm(auth, 'deleteDevice', undefined, house.neighbour()), null, 'another process finishes what this one began');
});

test('a wrong password is told so with the flows, counts towards the lock-out, and is in the audit log', async (t) => {
  const house = await openHouse(t);
  const { confirm } = await begin(house);
  const { session } = await confirm() ?? {};
  for (let i = 0; i < 10; i++) {
    const answer = await confirm({ type: 'm.login.password', session, identifier, password: 'wrong' });
    t.is(answer?.errcode, 'M_FORBIDDEN');
    t.truthy(answer?.error);
    t.truthy(answer?.session);
    t.deepEqual(answer?.flows, [{ stages: ['m.login.password'] }]);
  }
  t.deepEqual(await reasonsOf(confirm({ type: 'm.login.password', session, identifier, password })), ['too_many_attempts']);
  t.deepEqual(await reasonsOf(house.identity.login(pc)), ['too_many_attempts']);
  await house.audit.flush();
  const { items } = await house.audit.list({ limit: 100 });
  t.true(items.some((item) => item.kind === 'refusal' && item.act === 'deleteDevice' && item.user_id === hana));
});

test('a success forgets earlier failures', async (t) => {
  const house = await openHouse(t);
  const { confirm } = await begin(house);
  for (let round = 0; round < 2; round++) {
    for (let i = 0; i < 9; i++) await confirm({ type: 'm.login.password', identifier, password: 'wrong' });
    t.is(await confirm({ type: 'm.login.password', identifier, password }), null);
  }
});

test('the password of another person does not do', async (t) => {
  const house = await openHouse(t);
  const { confirm } = await begin(house);
  t.is((await confirm({ type: 'm.login.password', identifier: { ...identifier, user: 'jiro' }, password }))?.errcode, 'M_FORBIDDEN');
});

test('a session of another operation, device or time, or a forged one, begins anew', async (t) => {
  const house = await openHouse(t);
  const { confirm } = await begin(house);
  const other = await house.session((await house.identity.login({ ...pc, user: 'jiro' })).accessToken);
  const { session = '' } = await confirm() ?? {};
  const auth = { type: 'm.login.password', session, identifier, password };
  t.truthy(await confirm(auth, 'changePassword'));
  t.truthy(await confirm({ ...auth, identifier: { ...identifier, user: 'jiro' } }, 'deleteDevice', other));
  const [expires, ...rest] = session.split('.');
  for (const forged of ['', 'x', `${Number(expires) + minute}.${rest.join('.')}`, `${session}x`]) t.truthy(await confirm({ ...auth, session: forged }));
  house.now += 10 * minute - 1;
  t.is(await confirm(auth), null);
  house.now += 1;
  t.truthy(await confirm(auth));
});

test('other stages and malformed auth are no way in', async (t) => {
  const house = await openHouse(t);
  const { confirm } = await begin(house);
  for (const auth of [{}, { type: 'm.login.dummy' }, { type: 'm.login.sso', password }, { type: 'm.login.password' }, { type: 'm.login.token', token: 'x' }, null]) t.truthy(await confirm(auth));
  for (const auth of ['x', 7, [], { type: 7 }, { type: 'm.login.password', password: [password] }]) t.deepEqual(await reasonsOf(confirm(auth)), ['bad_request']);
});
