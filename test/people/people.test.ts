import test from 'ava';
import { verifyPassword } from '#identity/passwords.ts';
import { Refused } from '#model/refused.ts';
import { by, id, openPeople, staff } from './harness.ts';

const reason = (wanted: string) => ({ instanceOf: Refused, message: new RegExp(`^${wanted}`) });

test('a person is registered, told to the homeserver and found in the audit log', async (t) => {
  const { people, homeserver, audit } = await openPeople(t);
  const { person, password } = await people.create(staff('s1', { groups: ['総務'] }), by);
  t.is(password, null);
  t.true(person.provisioned);
  t.deepEqual(homeserver.told, [`provision ${id('s1')} 職員 s1`]);
  const { items: [entry] } = await audit.list({ limit: 1 });
  t.like(entry, { kind: 'admin', act: 'users.create', actor: by.actor, user_id: id('s1'), why: by.why, details: { kind: 'staff', groups: ['総務'] } });
  t.false(JSON.stringify(entry).includes('sufficiently'));
});

test('a password that Sekisho made is answered once and works', async (t) => {
  const { people, store } = await openPeople(t);
  const { password } = await people.create(staff('s1', { password: null }), by);
  t.true(await verifyPassword(password ?? '', await store.people.passwordHash(id('s1'))));
  const second = await people.setPassword(id('s1'), { password: null, endsSessions: true }, by);
  t.not(second, password);
  t.true(await verifyPassword(second ?? '', await store.people.passwordHash(id('s1'))));
});

test('an ID never passes to another person', async (t) => {
  const { people, homeserver } = await openPeople(t);
  await people.create(staff('s1'), by);
  await t.throwsAsync(people.create(staff('s1'), by), reason('conflict'));
  const retired = await people.retire(id('s1'), by);
  t.is(retired.state, 'retired');
  t.is(homeserver.told.at(-1), `deactivate ${id('s1')}`);
  await t.throwsAsync(people.create(staff('s1'), by), reason('conflict'));
  await t.throwsAsync(people.unlock(id('s1'), by), reason('conflict'));
  await t.throwsAsync(people.patch(id('s1'), { name: '別人' }, by), reason('conflict'));
});

test('an administrator cannot end their own access, nor that of the last one', async (t) => {
  const { people } = await openPeople(t);
  await people.create(staff('root', { role: 'admin' }), by);
  const key = { actor: 'service_key:1' };
  for (const who of [by, key]) {
    await t.throwsAsync(people.lock(id('root'), who), reason('conflict'));
    await t.throwsAsync(people.retire(id('root'), who), reason('conflict'));
    await t.throwsAsync(people.patch(id('root'), { role: 'general' }, who), reason('conflict'));
    await t.throwsAsync(people.patch(id('root'), { expires: 1 }, who), reason('conflict'));
  }
  await people.create(staff('second', { role: 'admin' }), by);
  await t.throwsAsync(people.lock(id('root'), by), reason('conflict'));
  t.is((await people.lock(id('root'), key)).state, 'locked');
  await t.throwsAsync(people.lock(id('second'), key), reason('conflict'));
});

test('an administrator who has expired counts for nothing', async (t) => {
  const { people, now } = await openPeople(t);
  await people.create(staff('root', { role: 'admin' }), by);
  await people.create(staff('second', { role: 'admin', expires: now.at + 1000 }), by);
  now.at += 1000;
  await t.throwsAsync(people.lock(id('root'), { actor: 'service_key:1' }), reason('conflict'));
});

test('a guest has a sponsor and no rights', async (t) => {
  const { people } = await openPeople(t);
  const guest = (more: object) => staff('g1', { kind: 'guest', ...more });
  await people.create(staff('s1'), by);
  await t.throwsAsync(people.create(guest({}), by), reason('bad_request: sponsor'));
  await t.throwsAsync(people.create(guest({ sponsor: id('nobody') }), by), reason('bad_request: sponsor'));
  await t.throwsAsync(people.create(guest({ sponsor: id('s1'), role: 'admin' }), by), reason('bad_request: role'));
  await t.throwsAsync(people.create(staff('s2', { sponsor: id('s1') }), by), reason('bad_request: sponsor'));
  await people.create(guest({ sponsor: id('s1') }), by);
  await t.throwsAsync(people.create(staff('g2', { kind: 'guest', sponsor: id('g1') }), by), reason('bad_request: sponsor'));
  await t.throwsAsync(people.patch(id('g1'), { sponsor: null }, by), reason('bad_request: sponsor'));
});

test('a unit exists, a password is no common one', async (t) => {
  const { people, store } = await openPeople(t);
  await t.throwsAsync(people.create(staff('s1', { unit: '0101' }), by), reason('bad_request: unit'));
  await t.throwsAsync(people.create(staff('s1', { password: 'password' }), by), reason('weak_password'));
  t.is(await people.get(id('s1')), null);
  await store.units.put({ code: '0101', name: '総務課', parent: null });
  t.is((await people.create(staff('s1', { unit: '0101' }), by)).person.unit, '0101');
});

test('lists narrow and go on where they stopped', async (t) => {
  const { people } = await openPeople(t);
  for (const name of ['a', 'b', 'c']) await people.create(staff(name, name === 'b' ? { role: 'admin' } : {}), by);
  const ids = async (filter: Parameters<typeof people.list>[0]) => (await people.list(filter)).map((person) => person.userId);
  t.deepEqual(await ids({ limit: 2 }), [id('a'), id('b')]);
  t.deepEqual(await ids({ limit: 2, after: id('b') }), [id('c')]);
  t.deepEqual(await ids({ limit: 9, role: 'admin' }), [id('b')]);
});

test('who changed is announced, and the audit log says what changed', async (t) => {
  const { people, store, audit } = await openPeople(t);
  await people.create(staff('s1'), by);
  const heard: string[] = [];
  store.changes.subscribe((topic, key) => heard.push(`${topic} ${key}`));
  await people.patch(id('s1'), { name: '新しい名', role: 'approver' }, by);
  t.true(heard.includes(`person ${id('s1')}`));
  const { items: [entry] } = await audit.list({ limit: 1 });
  t.like(entry, { act: 'users.patch', details: { changed: ['name', 'role'], role: 'approver' } });
});

test('the sessions of who retires end, and of whose password is set', async (t) => {
  const { people, store } = await openPeople(t);
  await people.create(staff('s1'), by);
  const device = (name: string) => ({
    id: name, userId: id('s1'), deviceId: name, displayName: null, class: 'pc' as const, zone: 'lgwan' as const, state: 'active' as const, approved: false, answerUntil: null,
    signedIn: true, posture: null, firstSeen: 0, lastSeen: 0, address: '127.0.0.1', agent: '',
  });
  await store.devices.put(device('D1'));
  await people.setPassword(id('s1'), { password: 'another long one 2', endsSessions: false }, by);
  t.is((await store.devices.ofUser(id('s1'))).length, 1);
  await people.setPassword(id('s1'), { password: 'another long one 3', endsSessions: true }, by);
  t.is((await store.devices.ofUser(id('s1'))).length, 0);
  await store.devices.put(device('D2'));
  await people.retire(id('s1'), by);
  t.is((await store.devices.ofUser(id('s1'))).length, 0);
});
