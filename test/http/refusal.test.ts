import test from 'ava';
import { reasons } from '#policy/reasons.ts';
import type { Reason } from '#policy/reasons.ts';
import { refusal } from '#http/refusal.ts';
import { Refused } from '#http/refused.ts';

test('the first reason decides status, errcode and text', (t) => {
  const { status, body } = refusal(new Refused(['device_suspended', 'address_not_listed']));
  t.is(status, 403);
  t.deepEqual(body, { errcode: 'M_FORBIDDEN', error: `${reasons.device_suspended.ja} / ${reasons.device_suspended.en}`, reason: 'device_suspended' });
});

test('every reason makes a whole answer', (t) => {
  for (const reason of Object.keys(reasons) as Reason[]) {
    const { status, body } = refusal(new Refused(reason));
    t.true(status >= 400 && status < 600, reason);
    t.regex(body.errcode, /^M_[A-Z_]+$/);
    t.regex(body.error, /.+ \/ .+/);
  }
});

test('a limit tells how long to wait, in both places', (t) => {
  const { status, headers, body } = refusal(new Refused('rate_limited', { retry_after_ms: 1200 }));
  t.is(status, 429);
  t.deepEqual(headers, { 'Retry-After': '2' });
  t.is(body.retry_after_ms, 1200);
});

test('a detail stands behind the text, a soft logout in the body', (t) => {
  const { body } = refusal(new Refused('token_unknown', { detail: '詳細 / detail', soft_logout: true }));
  t.true(body.error.endsWith('(詳細 / detail)'));
  t.true(body.soft_logout);
});
