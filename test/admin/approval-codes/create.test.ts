import test from 'ava';
import { id, openAdmin, refused } from '../harness.ts';

test('codes are answered once and listed without themselves', async (t) => {
  const { ask } = await openAdmin(t);
  const { status, body } = await ask('POST', 'approval-codes', { json: { user_id: 'general', count: 3, expires: '2027-04-02T00:00:00Z' } });
  t.is(status, 201);
  t.is(new Set(body.items.map((item: { code: string }) => item.code)).size, 3);
  t.like(body.items[0], { user_id: id('general'), expires: '2027-04-02T00:00:00.000Z' });
  const listed = await ask('GET', `approval-codes?user_id=general`);
  t.is(listed.body.items.length, 3);
  t.like(listed.body.items[0], { state: 'unused', created_by: id('root'), used_at: null });
  for (const { code } of body.items) t.false(listed.text.includes(code));
});

test('they are made for people of the city, and not for the past', async (t) => {
  const { ask } = await openAdmin(t);
  refused(t, await ask('POST', 'approval-codes', { json: { user_id: 'nobody' } }), 404, 'not_found');
  refused(t, await ask('POST', 'approval-codes', { json: { user_id: 'general', expires: '2027-03-31T00:00:00Z' } }), 400, 'bad_request');
  refused(t, await ask('POST', 'approval-codes', { json: { user_id: 'general', count: 0 } }), 400, 'bad_request');
});
