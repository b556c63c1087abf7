import test from 'ava';
import { id, openAdmin, refused } from '../harness.ts';

test('it says who would have been refused, how often and by which rule, and changes nothing', async (t) => {
  const { ask, decisions, identity, signIn } = await openAdmin(t);
  const { token } = await signIn('general');
  const session = await identity.authenticate(token);
  if (typeof session === 'string') return t.fail(session);
  const caller = session.caller('lgwan', '127.0.0.1', 0);
  for (let i = 0; i < 3; i++) decisions.judge({ act: 'use', caller }, { userId: session.person.userId, device: session.device.id });
  const { status, body } = await ask('POST', 'policy/simulate', { json: { networks: [], since: '2027-03-31T00:00:00+09:00' } });
  t.is(status, 200);
  const row = body.refused.find((refusal: { act: string }) => refusal.act === 'use');
  t.like(row, { user_id: id('general'), device: 'device-general', reason: 'address_not_listed', count: 3, newly: true });
  t.is(decisions.version, 1);
});

test('it needs to know since when', async (t) => {
  const { ask } = await openAdmin(t);
  for (const since of [undefined, 'yesterday', 0, '2027-02-30T00:00:00Z']) refused(t, await ask('POST', 'policy/simulate', { json: { since } }), 400, 'bad_request');
});
