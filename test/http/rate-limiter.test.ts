import test from 'ava';
import { createRateLimiter } from '#http/rate-limiter.ts';

const limit = { per_second: 2, burst: 3 };

test('a burst passes, then one at a time, and the answer says how long to wait', (t) => {
  const limiter = createRateLimiter();
  for (let i = 0; i < 3; i++) t.is(limiter.take('a', limit, 1000), 0);
  t.is(limiter.take('a', limit, 1000), 500);
  t.is(limiter.take('a', limit, 1499), 1);
  t.is(limiter.take('a', limit, 1500), 0);
  t.is(limiter.take('a', limit, 1500), 500);
});

test('keys do not share', (t) => {
  const limiter = createRateLimiter();
  for (let i = 0; i < 4; i++) limiter.take('a', limit, 0);
  t.is(limiter.take('b', limit, 0), 0);
});

test('rest fills the bucket to its burst and no further', (t) => {
  const limiter = createRateLimiter();
  for (let i = 0; i < 3; i++) limiter.take('a', limit, 0);
  for (let i = 0; i < 3; i++) t.is(limiter.take('a', limit, 3_600_000), 0);
  t.not(limiter.take('a', limit, 3_600_000), 0);
});

test('a clock that steps back gives nothing', (t) => {
  const limiter = createRateLimiter();
  for (let i = 0; i < 3; i++) limiter.take('a', limit, 10_000);
  t.is(limiter.take('a', limit, 0), 500);
});

test('memory is bounded, and a key in use outlives many others', (t) => {
  const limiter = createRateLimiter(100);
  for (let i = 0; i < 3; i++) limiter.take('busy', limit, 0);
  for (let i = 0; i < 10_000; i++) {
    limiter.take(`other${i}`, limit, 0);
    if (i % 50 === 0) t.not(limiter.take('busy', limit, 0), 0);
  }
});
