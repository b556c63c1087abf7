import test from 'ava';
import { bodyOf, bounded, type AuditEntry } from '#audit/entry.ts';

const at = Date.UTC(2026, 6, 1);

test('the body is JSON with its keys in order, seq and time in it', (t) => {
  const entry: AuditEntry = { kind: 'device', act: 'devices.suspend', user_id: '@taro:chat.example.jp', actor: '@admin:chat.example.jp', details: { b: 1, a: ['x'] } };
  t.is(bodyOf(7, { at, entry }), '{"act":"devices.suspend","actor":"@admin:chat.example.jp","details":{"a":["x"],"b":1},"kind":"device","seq":7,"time":"2026-07-01T00:00:00.000Z","user_id":"@taro:chat.example.jp"}');
  t.is(bodyOf(8, { at, entry: { kind: 'refusal', act: 'x', count: 2 }, from: at, until: at + 1 }), '{"act":"x","count":2,"from":"2026-07-01T00:00:00.000Z","kind":"refusal","seq":8,"time":"2026-07-01T00:00:00.000Z","until":"2026-07-01T00:00:00.001Z"}');
});

test('what a stranger wrote is bounded', (t) => {
  const long = 'あ'.repeat(5000);
  const entry = bounded({
    kind: 'refusal', act: long, actor: long, address: long, zone: long, user_id: long, device: long, why: long,
    details: { ...Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`k${i}`, long])), k0: Array.from({ length: 1000 }, () => long) },
  });
  t.is(entry.address?.length, 64);
  t.is(entry.user_id?.length, 255);
  t.is(entry.why?.length, 1000);
  t.true(entry.why?.endsWith('…'));
  t.is(Object.keys(entry.details ?? {}).length, 32);
  t.like(entry.details, { k0: { length: 100 } });
  t.true(JSON.stringify(entry).length < 80_000);
});

test('control characters and halves of characters do not get in', (t) => {
  const entry = bounded({ kind: 'login', act: 'login', user_id: '@a\u0000\n\u001b[2J:b', device: '\ud800', why: `${'x'.repeat(998)}😀😀` });
  t.is(entry.user_id, '@a\ufffd\ufffd\ufffd[2J:b');
  t.is(entry.device, '\ufffd');
  t.true(entry.why?.isWellFormed());
});

test('fields that the type does not know are left out', (t) => {
  t.deepEqual(bounded({ kind: 'login', act: 'login', password: 'secret' } as AuditEntry), { kind: 'login', act: 'login' });
});
