import test from 'ava';
import { id, openAdmin, refused } from '../harness.ts';

test('a person is registered with little, and shown whole', async (t) => {
  const { ask } = await openAdmin(t);
  const { status, body } = await ask('POST', 'users', { json: { user_id: 'S1001', name: '山田 花子', reading: 'やまだ はなこ' } });
  t.is(status, 201);
  t.regex(body.password, /^.{8,}$/);
  const { password: _, ...shown } = body;
  t.deepEqual(shown, {
    user_id: id('s1001'), name: '山田 花子', reading: 'やまだ はなこ', kind: 'staff', role: 'general', state: 'active', unit: null, groups: [], sponsor: null, email: null, expires: null,
    password_set_by: 'admin', provisioned: true, created: '2027-04-01T00:00:00.000Z',
  });
  t.deepEqual((await ask('GET', 'users/s1001')).body, shown);
  t.deepEqual((await ask('GET', `users/${encodeURIComponent(id('s1001'))}`)).body, shown);
  refused(t, await ask('POST', 'users', { json: { user_id: 's1001', name: '別人' } }), 409, 'conflict');
});

test('a password that was given is not answered', async (t) => {
  const { ask } = await openAdmin(t);
  const { status, text } = await ask('POST', 'users', { json: { user_id: 's1', name: '職員', password: 'quite long enough 1' } });
  t.is(status, 201);
  t.false(text.includes('quite long'));
  refused(t, await ask('POST', 'users', { json: { user_id: 's2', name: '職員', password: 'password' } }), 400, 'weak_password');
  refused(t, await ask('POST', 'users/s1/password', { json: { password: 'short' } }), 400, 'weak_password');
});

test('names that are none of this city are refused', async (t) => {
  const { ask } = await openAdmin(t);
  for (const user_id of ['日本', '@s1:elsewhere.example', 's 1', '@', 's1:', '']) refused(t, await ask('POST', 'users', { json: { user_id, name: '職員' } }), 400, 'bad_request');
  for (const path of ['nobody', '%E6%97%A5', '@s1:elsewhere.example']) refused(t, await ask('GET', `users/${path}`), 404, 'not_found');
});

test('a guest needs a sponsor', async (t) => {
  const { ask } = await openAdmin(t);
  refused(t, await ask('POST', 'users', { json: { user_id: 'g1', name: '外部 太郎', kind: 'guest' } }), 400, 'bad_request');
  const { body } = await ask('POST', 'users', { json: { user_id: 'g1', name: '外部 太郎', kind: 'guest', sponsor: 'general', expires: '2027-05-01T00:00:00+09:00' } });
  t.like(body, { kind: 'guest', sponsor: id('general'), expires: '2027-04-30T15:00:00.000Z' });
});

test('a change leaves alone what it does not name, and null takes away', async (t) => {
  const { ask } = await openAdmin(t);
  await ask('PATCH', 'users/general', { json: { email: 'a@city.example.jp', groups: ['総務'] } });
  const { body } = await ask('PATCH', 'users/general', { json: { name: '新しい名', email: null } });
  t.like(body, { name: '新しい名', email: null, groups: ['総務'], role: 'general' });
  refused(t, await ask('PATCH', 'users/general', { json: { state: 'retired' } }), 400, 'bad_request');
  refused(t, await ask('PATCH', 'users/nobody', { json: {} }), 404, 'not_found');
});

test('lock, unlock, retire; never oneself', async (t) => {
  const { ask, signIn } = await openAdmin(t);
  const { token } = await signIn('second');
  t.is((await ask('POST', 'users/second/lock')).body.state, 'locked');
  refused(t, await ask('GET', 'users', { token }), 401, 'account_locked');
  t.is((await ask('POST', 'users/second/unlock')).body.state, 'active');
  t.is((await ask('GET', 'users', { token })).status, 200);
  refused(t, await ask('POST', 'users/root/lock'), 409, 'conflict');
  refused(t, await ask('DELETE', 'users/root'), 409, 'conflict');
  refused(t, await ask('PATCH', 'users/root', { json: { role: 'general' } }), 409, 'conflict');
  t.is((await ask('DELETE', 'users/second', { json: { why: '退職 / left' } })).body.state, 'retired');
  refused(t, await ask('GET', 'users', { token }), 401, 'token_unknown');
  refused(t, await ask('POST', 'users', { json: { user_id: 'second', name: '別人' } }), 409, 'conflict');
});

test('another password ends the sessions, unless told otherwise', async (t) => {
  const { ask, signIn } = await openAdmin(t);
  const { token } = await signIn('second');
  t.regex((await ask('POST', 'users/second/password', { json: { end_sessions: false } })).body.password, /^.{8,}$/);
  t.is((await ask('GET', 'users', { token })).status, 200);
  t.deepEqual((await ask('POST', 'users/second/password', { json: { password: 'quite long enough 2' } })).body, {});
  refused(t, await ask('GET', 'users', { token }), 401, 'token_unknown');
});

test('lists narrow and go on', async (t) => {
  const { ask } = await openAdmin(t);
  const names = async (query: string) => (await ask('GET', `users?${query}`)).body.items.map((item: { user_id: string }) => item.user_id);
  t.deepEqual(await names('role=admin'), [id('root'), id('second')]);
  const { body } = await ask('GET', 'users?limit=3');
  t.deepEqual(await names(`limit=3&from=${encodeURIComponent(body.next)}`), [id('second')]);
  t.deepEqual(await names('kind=guest'), []);
});
