import test from 'ava';
import { clientAddress, parseProxies } from '#http/client-address.ts';

const proxies = ['10.0.0.0/8', '2400:cb00::/32'];
const forwarded = parseProxies(proxies, 'x-forwarded-for');
const cloudflare = parseProxies(proxies, 'cf-connecting-ip');
const xff = (...lines: string[]) => lines.flatMap((line) => ['X-Forwarded-For', line]);

test('without proxies, the peer is the client, whatever it says', (t) => {
  t.is(clientAddress('192.0.2.1', xff('198.51.100.9'), null), '192.0.2.1');
  t.is(clientAddress('192.0.2.1', ['CF-Connecting-IP', '198.51.100.9'], null), '192.0.2.1');
});

test('an untrusted peer is the client, whatever it says', (t) => {
  t.is(clientAddress('192.0.2.1', xff('198.51.100.9'), forwarded), '192.0.2.1');
  t.is(clientAddress('192.0.2.1', ['CF-Connecting-IP', '198.51.100.9'], cloudflare), '192.0.2.1');
});

const cases: [string, string, string[], string | null][] = [
  ['the last entry is the client', '10.0.0.1', xff('198.51.100.9'), '198.51.100.9'],
  ['entries left of the client are forged', '10.0.0.1', xff('127.0.0.1, 198.51.100.9'), '198.51.100.9'],
  ['trusted proxies on the right are skipped', '10.0.0.1', xff('127.0.0.1, 198.51.100.9, 10.2.2.2,10.3.3.3'), '198.51.100.9'],
  ['several lines are one list in their order', '10.0.0.1', xff('127.0.0.1', '198.51.100.9', '10.2.2.2'), '198.51.100.9'],
  ['a forged trusted address does not hide the client', '10.0.0.1', xff('10.9.9.9, 198.51.100.9'), '198.51.100.9'],
  ['no header', '10.0.0.1', [], null],
  ['an empty header', '10.0.0.1', xff(''), null],
  ['an entry that is no address', '10.0.0.1', xff('198.51.100.9, unknown'), null],
  ['an entry with a port', '10.0.0.1', xff('198.51.100.9:1234'), null],
  ['proxies only', '10.0.0.1', xff('10.2.2.2'), null],
  ['a trusted IPv6 peer', '2400:cb00::1', xff('2001:DB8:0:0:0:0:0:1'), '2001:db8::1'],
  ['a mapped peer', '::ffff:10.0.0.1', xff('::ffff:198.51.100.9'), '198.51.100.9'],
];
for (const [name, peer, headers, expected] of cases) {
  test(`X-Forwarded-For: ${name}`, (t) => t.is(clientAddress(peer, headers, forwarded), expected));
}

test('CF-Connecting-IP counts when it stands once and is an address', (t) => {
  t.is(clientAddress('10.0.0.1', ['cf-connecting-ip', '198.51.100.9'], cloudflare), '198.51.100.9');
  t.is(clientAddress('10.0.0.1', ['cf-connecting-ip', '198.51.100.9', 'CF-Connecting-IP', '127.0.0.1'], cloudflare), null);
  t.is(clientAddress('10.0.0.1', ['cf-connecting-ip', '198.51.100.9, 127.0.0.1'], cloudflare), null);
  t.is(clientAddress('10.0.0.1', xff('198.51.100.9'), cloudflare), null);
});

test('one address has one text', (t) => {
  t.is(clientAddress('::ffff:192.0.2.1', [], null), '192.0.2.1');
  t.is(clientAddress('::FFFF:c000:0201', [], null), '192.0.2.1');
  t.is(clientAddress('2001:DB8::0:1', [], null), '2001:db8::1');
  t.is(clientAddress('fe80::1%eth0', [], null), null);
  t.is(clientAddress(undefined, [], null), null);
});
