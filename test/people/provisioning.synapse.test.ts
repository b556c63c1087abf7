import test from 'ava';
import { createHomeserver } from '#homeserver/homeserver.ts';
import { HomeserverRefused } from '#homeserver/homeserver-errors.ts';
import type { UserId } from '#matrix/identifiers.ts';
import { createPeople } from '#people/people.ts';
import { freePort, serverName, startSynapse } from '../homeserver/synapse.ts';
import { by, openPeople, staff } from './harness.ts';

test('a real homeserver learns of people, of their names and of their end', async (t) => {
  t.timeout(60_000);
  const { store, audit, clock, log } = await openPeople(t);
  const synapse = await startSynapse(t, await freePort());
  const homeserver = createHomeserver({ url: synapse.url, registration: synapse.registration, serverName, log });
  const people = createPeople({ store, audit, homeserver, serverName, clock, log });
  t.teardown(async () => {
    await people.close();
    await homeserver.close();
  });
  const hanako = `@hanako:${serverName}` as UserId;
  const profile = async () => (await fetch(`${synapse.url}/_matrix/client/v3/profile/${hanako}`, { headers: { authorization: `Bearer ${synapse.registration.asToken}` } })).json();

  t.true((await people.create({ ...staff('x'), userId: hanako, name: '山田 花子' }, by)).person.provisioned);
  t.true((await people.patch(hanako, { name: '佐藤 花子' }, by)).provisioned);
  t.deepEqual(await profile(), { displayname: '佐藤 花子' });
  const token = await homeserver.mintToken(hanako, 'PC', null);

  t.true((await people.retire(hanako, by)).provisioned);
  const { status } = await fetch(`${synapse.url}/_matrix/client/v3/account/whoami`, { headers: { authorization: `Bearer ${token}` } });
  t.is(status, 401);
  await t.throwsAsync(homeserver.mintToken(hanako, 'PC', null), { instanceOf: HomeserverRefused });

  // Told twice, as by two processes; and an end of whom the homeserver never knew.
  await store.people.update({ ...(await people.get(hanako))!, provisioned: false });
  const nobody = `@nobody:${serverName}` as UserId;
  await store.people.add({ ...staff('x'), userId: nobody, state: 'retired', passwordSetBy: 'admin', provisioned: false, created: 0 }, 'none');
  const again = createPeople({ store, audit, homeserver, serverName, clock, log });
  t.teardown(() => again.close());
  for (let i = 0; i < 100 && (await store.people.list({ provisioned: false, limit: 1 })).length > 0; i++) await new Promise((resolve) => { setTimeout(resolve, 100); });
  t.deepEqual(await store.people.list({ provisioned: false, limit: 9 }), []);
});
