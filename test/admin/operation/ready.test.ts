import test from 'ava';
import { openAdmin } from '../harness.ts';

test('it says what is missing', async (t) => {
  const { ask, readiness } = await openAdmin(t);
  t.deepEqual((await ask('GET', '/health/ready', { token: null })).body, { ready: true, database: true, homeserver: true, reconciled: true });
  readiness.homeserver = false;
  const { status, body } = await ask('GET', '/health/ready', { token: null });
  t.is(status, 503);
  t.deepEqual(body, { ready: false, database: true, homeserver: false, reconciled: true });
  t.is((await ask('GET', '/health/live', { token: null })).status, 200);
});

test('metrics are in the text format of Prometheus', async (t) => {
  const { ask } = await openAdmin(t);
  const { headers, text } = await ask('GET', '/metrics', { token: null });
  t.regex(String(headers['content-type']), /^text\/plain; version=0\.0\.4/);
  t.true(text.includes('# TYPE sekisho_decisions_total counter'));
});
