import test from 'ava';
import { randomId, randomSecret, randomText } from '#lib/random.ts';

test('a secret says what it is, and has 256 bits', (t) => {
  t.regex(randomSecret('skd'), /^skd_[A-Za-z0-9_-]{43}$/);
});

test('an id is safe in an address', (t) => {
  t.regex(randomId(), /^[A-Za-z0-9_-]{16}$/);
});

test('nothing comes twice', (t) => {
  t.is(new Set(Array.from({ length: 1000 }, () => randomId())).size, 1000);
  t.is(new Set(Array.from({ length: 1000 }, () => randomSecret('x'))).size, 1000);
});

test('text has the length and the alphabet that were asked for, and uses all of it evenly', (t) => {
  t.is(randomText('abc', 0), '');
  t.is(randomText('a', 5), 'aaaaa');
  const counts = new Map<string, number>();
  for (const letter of randomText('0123456789', 20_000)) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  t.deepEqual([...counts.keys()].toSorted(), [...'0123456789']);
  // 2,000 each; six standard deviations are 255.
  for (const count of counts.values()) t.true(Math.abs(count - 2000) < 255, String(count));
});
