import test from 'ava';
import { createPeople } from '#people/people.ts';
import { by, fakeHomeserver, id, openPeople, serverName, staff } from './harness.ts';

test('who was registered while the homeserver was down is told to it later', async (t) => {
  const { people, homeserver, store } = await openPeople(t);
  homeserver.state.up = false;
  t.false((await people.create(staff('s1'), by)).person.provisioned);
  homeserver.state.up = true;
  await until(async () => (await store.people.get(id('s1')))?.provisioned === true);
  t.deepEqual(homeserver.told, [`provision ${id('s1')} 職員 s1`]);
});

test('it is tried again at the next start', async (t) => {
  const { people, homeserver, store, audit, clock, log } = await openPeople(t);
  homeserver.state.up = false;
  await people.create(staff('s1'), by);
  await people.create(staff('s2'), by);
  await people.retire(id('s2'), by);
  await people.close();
  const another = fakeHomeserver();
  const again = createPeople({ store, audit, homeserver: another, serverName, clock, log });
  await until(async () => (await store.people.list({ provisioned: false, limit: 1 })).length === 0);
  t.deepEqual(another.told, [`provision ${id('s1')} 職員 s1`, `deactivate ${id('s2')}`]);
  await again.close();
});

test('a name that changed while it was told is told again', async (t) => {
  const { people, homeserver, store } = await openPeople(t);
  const tell = homeserver.provision;
  let changed = false;
  homeserver.provision = async (userId, name) => {
    if (!changed) {
      changed = true;
      const person = (await store.people.get(userId))!;
      await store.people.update({ ...person, name: '改めた名', provisioned: false });
    }
    await tell(userId, name);
  };
  await people.create(staff('s1'), by);
  await until(async () => (await store.people.get(id('s1')))?.provisioned === true);
  t.is(homeserver.told.at(-1), `provision ${id('s1')} 改めた名`);
});

async function until(what: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 10_000; !await what();) {
    if (Date.now() > end) throw new Error('waited in vain');
    await new Promise((resolve) => { setTimeout(resolve, 50); });
  }
}
