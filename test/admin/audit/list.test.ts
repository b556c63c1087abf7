import test from 'ava';
import { id, openAdmin } from '../harness.ts';

test('the log is read newest first, narrowed and a page at a time', async (t) => {
  const { ask, audit } = await openAdmin(t);
  for (const act of ['lock', 'unlock', 'lock']) await ask('POST', `users/general/${act}`);
  await audit.flush();
  const acts = async (query: string) => (await ask('GET', `audit?${query}`)).body.items.map((item: { act: string }) => item.act);
  t.deepEqual(await acts('user=general'), ['users.lock', 'users.unlock', 'users.lock']);
  t.deepEqual(await acts('kind=policy'), ['policy.create']);
  t.deepEqual(await acts('user=general&until=2027-03-31T00:00:00Z'), []);
  const { body } = await ask('GET', 'audit?limit=1&user=general');
  t.deepEqual(await acts(`from=${body.next}&user=general`), ['users.unlock', 'users.lock']);
});

test('it says who read it', async (t) => {
  const { ask, audit } = await openAdmin(t);
  await ask('GET', 'audit');
  await audit.flush();
  const { body } = await ask('GET', 'audit?kind=admin');
  t.like(body.items[0], { act: 'GET audit', actor: id('root'), address: '127.0.0.1' });
});

test('the checkpoint is the signed head', async (t) => {
  const { ask, audit } = await openAdmin(t);
  await audit.flush();
  t.is((await ask('GET', 'audit/checkpoint')).body.checkpoint, await audit.checkpoint());
});
