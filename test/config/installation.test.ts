import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { parse } from 'yaml';
import { createInstallation, installationIn } from '#config/installation.ts';
import { loadKeys } from '#config/keys.ts';
import { ConfigError } from '#config/load.ts';
import { loadRegistration } from '#config/registration.ts';
import { demoConfig } from '#demo/addresses.ts';

const input = demoConfig('chat.city.example.jp', { lgwan: 8401, internet: 8402, admin: 8403, homeserver: 8404, appservice: 8405 });

function folder(t: ExecutionContext): string {
  const path = mkdtempSync(join(tmpdir(), 'sekisho-installation-'));
  t.teardown(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

test('all of it, for its owner alone, and read back as it was meant', (t) => {
  const made = createInstallation(folder(t), input, { pushNetworks: ['127.0.0.1'] });
  const { config, configFile, homeserver } = made;
  t.like(config, { zones: { internet: { port: 8402 } }, city: { preset: 'demo' }, log: { level: 'info' } });
  for (const file of [configFile, config.keys.file, config.appservice.registration, join(homeserver, 'homeserver.yaml')]) t.is(statSync(file).mode & 0o777, 0o600, file);
  t.is(loadKeys(config.keys.file).city.length, 32);
  t.deepEqual(installationIn(join(configFile, '..')), made);

  const registration = loadRegistration(config.appservice.registration);
  t.like(registration, { url: 'http://127.0.0.1:8405', rate_limited: false, receive_ephemeral: true });
  t.deepEqual(registration.namespaces.users, [{ exclusive: false, regex: '@.*:chat\\.city\\.example\\.jp' }]);
  t.not(registration.as_token, registration.hs_token);

  const synapse = parse(readFileSync(join(homeserver, 'homeserver.yaml'), 'utf8'));
  t.like(synapse, {
    server_name: 'chat.city.example.jp', enable_registration: false, allow_guest_access: false, password_config: { enabled: false },
    report_stats: false, trusted_key_servers: [], federation_domain_whitelist: [], redaction_retention_period: null, default_room_version: '11',
    ip_range_whitelist: ['127.0.0.1'], app_service_config_files: [config.appservice.registration],
  });
  t.like(synapse.listeners[0], { port: 8404, bind_addresses: ['127.0.0.1'], x_forwarded: true });
  t.is(synapse.registration_shared_secret, undefined);
});

test('two cities share no secret, and nothing is overwritten', (t) => {
  const [one, other] = [createInstallation(folder(t), input, { pushNetworks: [] }), createInstallation(folder(t), input, { pushNetworks: [] })];
  t.notDeepEqual(loadKeys(one.config.keys.file).city, loadKeys(other.config.keys.file).city);
  const before = readFileSync(one.config.keys.file, 'utf8');
  rmSync(one.configFile);
  t.throws(() => createInstallation(join(one.configFile, '..'), input, { pushNetworks: [] }), { message: /not overwritten/ });
  t.is(readFileSync(one.config.keys.file, 'utf8'), before);
});

test('PostgreSQL by one setting', (t) => {
  const database = { client: 'postgres' as const, url: 'postgres://sekisho:pw@127.0.0.1/sekisho' };
  t.deepEqual(createInstallation(folder(t), { ...input, database }, { pushNetworks: [] }).config.database, { ...database, connections: 10 });
});

test('a wrong configuration writes nothing', (t) => {
  const place = folder(t);
  t.throws(() => createInstallation(place, { ...input, server: { server_name: 'City Of Kasumi' } }, { pushNetworks: [] }), { instanceOf: ConfigError });
  t.throws(() => installationIn(place), { instanceOf: ConfigError });
});

test('keys that are damaged or open to others are refused, and never quoted', (t) => {
  const file = join(folder(t), 'keys.json');
  t.throws(() => loadKeys(file), { message: /missing/ });
  writeFileSync(file, '{"city":"c2VjcmV0","audit":"secret"}', { mode: 0o600 });
  t.false(t.throws(() => loadKeys(file), { message: /damaged/ })?.message.includes('c2VjcmV0'));
  writeFileSync(join(file, '../open.json'), '{}', { mode: 0o644 });
  t.throws(() => loadKeys(join(file, '../open.json')), { message: /chmod 600/ });
});
