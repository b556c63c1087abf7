import test from 'ava';
import { isOrigin, parseOrigin } from '#policy/origins.ts';

test('an address falls into scheme, host and port', (t) => {
  t.deepEqual(parseOrigin('https://push.example.jp/_matrix/push/v1/notify'), { scheme: 'https', host: 'push.example.jp', port: '443', rest: '/_matrix/push/v1/notify' });
  t.deepEqual(parseOrigin('HTTP://[2001:DB8::1]:8080'), { scheme: 'http', host: '[2001:db8::1]', port: '8080', rest: '' });
  t.is(parseOrigin('http://a')?.port, '80');
  t.is(parseOrigin('https://a:*')?.port, '*');
});

test('what parsers read differently is no address', (t) => {
  for (const text of [
    '', 'a', '//a/', 'ftp://a/', 'https:/a/', 'https:///a', 'https://', ' https://a/', 'https://a/\n', 'https://a\n/', 'https://a/\t', 'https://a/ ', 'https://a:b@c/', 'https://a@b/', 'https://a\\b/', 'https://a/\\b',
    'https://a:/', 'https://a:0/', 'https://a:080/', 'https://a:123456/', 'https://a?b', 'https://a#b', 'https://市.example.jp/', 'https://a/市', 'https://[::1/', 'https://a%2f/',
  ]) t.is(parseOrigin(text), null, JSON.stringify(text));
});

test('an origin has no path', (t) => {
  t.true(isOrigin('https://push.example.jp:*'));
  t.false(isOrigin('https://push.example.jp/'));
});
