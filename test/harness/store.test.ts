import test from 'ava';
import { openTestStore } from './store.ts';

test('a test has a store of its own', async (t) => {
  const [one, other] = [await openTestStore(t), await openTestStore(t)];
  await one.transaction((tx) => tx.state.set('name', '関所'));
  t.is(await one.state.get('name'), '関所');
  t.is(await other.state.get('name'), null);
});
