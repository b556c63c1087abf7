import test from 'ava';
import { openTestStore } from '../../harness/store.ts';

test('failures are counted by account, accounts by address, from after a time on', async (t) => {
  const store = await openTestStore(t);
  t.deepEqual(await store.attempts.since(0, 'a', '192.0.2.1'), { account: 0, addressAccounts: 0, oldest: null });
  await store.attempts.add('a', '192.0.2.1', 100);
  await store.attempts.add('a', '192.0.2.2', 101);
  await store.attempts.add('b', '192.0.2.1', 102);
  await store.attempts.add('b', '192.0.2.1', 103);
  t.deepEqual(await store.attempts.since(99, 'a', '192.0.2.1'), { account: 2, addressAccounts: 2, oldest: 100 });
  t.deepEqual(await store.attempts.since(100, 'a', '192.0.2.1'), { account: 1, addressAccounts: 1, oldest: 101 });
  await store.attempts.forget('b');
  t.deepEqual(await store.attempts.since(99, 'b', '192.0.2.1'), { account: 0, addressAccounts: 1, oldest: 100 });
  await store.attempts.removeBefore(101);
  t.deepEqual(await store.attempts.since(0, 'a', '192.0.2.1'), { account: 1, addressAccounts: 0, oldest: 101 });
});
