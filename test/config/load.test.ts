import test, { type ExecutionContext } from 'ava';
import { ConfigError, loadConfig, parseConfig } from '#config/load.ts';
import { sampleConfig } from '#config/sample.ts';

const file = '/etc/sekisho/sekisho.yaml';

/** What is wrong with the sample once `change` was made to it. */
function problems(t: ExecutionContext, ...changes: readonly (readonly [from: string, to: string])[]) {
  const text = changes.reduce((before, [from, to]) => {
    t.true(before.includes(from), from);
    return before.replace(from, to);
  }, sampleConfig());
  return t.throws(() => parseConfig(text, file), { instanceOf: ConfigError })?.problems ?? [];
}

test('the sample is a configuration, its paths are seen from its folder, defaults stand', (t) => {
  const config = parseConfig(sampleConfig(), file);
  t.is(config.keys.file, '/etc/sekisho/keys.json');
  t.is(config.sessions.access_token_minutes, 60);
  t.is(config.zones.lgwan.host, '127.0.0.1');
  t.is(config.zones.lgwan.tls, undefined);
  t.deepEqual(config.log, { level: 'info' });
});

test('every error at once, each with key, line and cure, in the order of the lines', (t) => {
  const found = problems(t, ['server_name: chat', 'sever_name: chat'], ['    port: 8441', '    port: 0'], ['url: http://127.0.0.1:8008', 'url: http://10.0.0.1:8008']);
  t.deepEqual(found.map(({ key }) => key), ['server.server_name', 'server.sever_name', 'zones.lgwan.port', 'homeserver.url']);
  const lines = sampleConfig().split('\n');
  t.is(found[1]?.line, lines.findIndex((line) => line.startsWith('  server_name:')) + 1);
  t.is(found[2]?.line, lines.findIndex((line) => line.includes('port: 8441')) + 1);
  t.regex(found[1]?.cure ?? '', /did you mean server_name/);
  t.regex(found[2]?.message ?? '', /1 以上/);
  t.true(found.every(({ cure, line }) => cure !== '' && line > 0));
});

for (const [what, changes, key, says] of [
  ['plain HTTP beyond loopback', [['    # host: 127.0.0.1', '    host: 0.0.0.0']], 'zones.lgwan.tls', /loopback/],
  ['an application service beyond loopback', [['port: 8009', 'host: 192.0.2.1\n  port: 8009']], 'appservice.host', /loopback/],
  ['a public address with a path', [['https://chat.lgwan.example.jp', 'https://chat.lgwan.example.jp/matrix']], 'zones.lgwan.public_url', /without a path/],
  ['an unknown database', [['client: sqlite', 'client: mysql']], 'database.client', /sqlite \/ postgres/],
  ['a database without its address', [['client: sqlite', 'client: postgres'], ['  file: sekisho.db', '  connections: 5']], 'database.url', /missing/],
  ['a number that is a word', [['port: 8443', 'port: many']], 'admin.port', /整数|数/],
  ['an unknown section', [['# 方針 / The policy', 'polcy: 1']], 'polcy', /not a known key/],
] as const) {
  test(`refused: ${what}`, (t) => {
    const found = problems(t, ...changes);
    t.deepEqual(found.map((problem) => problem.key), [key]);
    t.regex(found[0]?.message ?? '', says);
  });
}

test('a section without its keys is missing', (t) => {
  t.deepEqual(problems(t, ['  file: keys.json', '']).map(({ key, message }) => [key, /missing/.test(message)]), [['keys', true]]);
});

test('a proxy needs ranges that are ranges, and a header that is known', (t) => {
  const proxies = (text: string) => ['    # proxies:', `    proxies: ${text}\n    # proxies:`] as [string, string];
  t.deepEqual(problems(t, proxies('{ trusted: [10.0.0.1/8], header: forwarded }')).map(({ key }) => key), ['zones.lgwan.proxies.trusted.0', 'zones.lgwan.proxies.header']);
  const text = sampleConfig().replace(...proxies('{ trusted: [10.0.0.0/8], header: cf-connecting-ip }'));
  t.is(parseConfig(text, file).zones.lgwan.proxies?.header, 'cf-connecting-ip');
});

test('what is no YAML is said with its line', (t) => {
  const error = t.throws(() => parseConfig('server:\n  server_name: a\n  server_name: b\n', file), { instanceOf: ConfigError });
  t.is(error?.problems[0]?.line, 3);
  t.regex(error?.message ?? '', /YAML/);
});

test('a file that is not there', (t) => {
  t.throws(() => loadConfig('/nowhere/sekisho.yaml'), { message: /sekisho init/ });
});
