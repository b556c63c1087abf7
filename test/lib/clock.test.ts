import test from 'ava';
import { rfc3339, systemClock } from '#lib/clock.ts';

test('times are shown in UTC, to the millisecond', (t) => {
  t.is(rfc3339(0), '1970-01-01T00:00:00.000Z');
  t.is(rfc3339(Date.UTC(2027, 3, 1, 9, 30, 0, 7)), '2027-04-01T09:30:00.007Z');
});

test('the system\'s clock is the system\'s', (t) => {
  const before = Date.now();
  const now = systemClock();
  t.true(before <= now && now <= Date.now());
});
