import test from 'ava';
import { id, openAdmin } from '../harness.ts';

test('every version says who, when and why, a page at a time', async (t) => {
  const { ask } = await openAdmin(t);
  const { body: { settings } } = await ask('GET', 'policy');
  for (const why of ['一', '二']) await ask('PUT', 'policy', { json: { settings, why } });
  const first = (await ask('GET', 'policy/versions?limit=2')).body;
  t.deepEqual(first.items.map((item: { version: number }) => item.version), [1, 2]);
  const rest = (await ask('GET', `policy/versions?from=${first.next}&limit=2`)).body;
  t.like(rest.items[0], { version: 3, by: id('root'), why: '二' });
  t.is(rest.next, undefined);
});
