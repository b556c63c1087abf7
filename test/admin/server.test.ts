import test from 'ava';
import { z } from 'zod';
import { endpoint } from '#admin/endpoint.ts';
import { HomeserverUnavailable } from '#homeserver/homeserver-errors.ts';
import { id, openAdmin, refused } from './harness.ts';

const answers = { 200: z.strictObject({}) };

test('who reads talk data says why, and the audit log keeps it', async (t) => {
  const talk = endpoint({ method: 'GET', path: 'talk', summary: '試験 / test', scope: 'audit:read', purpose: true, answers, handler: async () => ({ status: 200, body: {} }) });
  const { ask, audit } = await openAdmin(t, [talk]);
  const read = (purpose?: string) => ask('GET', 'talk', purpose === undefined ? {} : { headers: { 'sekisho-purpose': purpose } });
  refused(t, await read(), 400, 'purpose_required');
  refused(t, await read('%20'), 400, 'purpose_required');
  refused(t, await read('%ff'), 400, 'bad_request');
  t.is((await read(encodeURIComponent('情報公開請求 第12号'))).status, 200);
  await audit.flush();
  const { items } = await audit.list({ limit: 100, kind: 'admin' });
  t.like(items[0], { act: 'GET talk', actor: id('root'), why: '情報公開請求 第12号' });
});

test('a homeserver that is away is said so; a mistake of ours tells nothing', async (t) => {
  const away = endpoint({ method: 'GET', path: 'away', summary: '試験 / test', scope: 'audit:read', answers, handler: () => Promise.reject(new HomeserverUnavailable('test')) });
  const mistake = endpoint({ method: 'GET', path: 'mistake', summary: '試験 / test', scope: 'audit:read', answers, handler: () => Promise.reject(new Error('secret detail')) });
  const { ask } = await openAdmin(t, [away, mistake]);
  refused(t, await ask('GET', 'away'), 502, 'homeserver_unavailable');
  const { status, text } = await ask('GET', 'mistake');
  t.is(status, 500);
  t.false(text.includes('secret'));
});

test('a connection goes on after a refusal whose body was never read', async (t) => {
  const { ask } = await openAdmin(t);
  const bytes = JSON.stringify({ why: 'x'.repeat(2_000_000) });
  for (let i = 0; i < 5; i++) {
    const reply = await ask('POST', 'users/general/lock', { token: 'forged', raw: { type: 'application/json', bytes } });
    refused(t, reply, 401, 'token_unknown');
    t.not(reply.headers.connection, 'close');
  }
});
