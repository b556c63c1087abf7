/** 4.3.1 本サービスに係る通信は TLS1.2 (暗号強度 256 ビット) 以降により暗号化できること. */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls';
import anyTest, { type TestFn } from 'ava';
import { ConfigError, parseConfig } from '#config/load.ts';
import { configText } from '#config/sample.ts';
import { demoConfig } from '#demo/addresses.ts';
import { startCity, type City } from '../harness/city.ts';

const test = anyTest.serial as TestFn<{ city: City; ports: Record<string, number>; ca: string }>;

test.before(async (t) => {
  const city = t.context.city = await startCity({ synapse: false });
  const tls = { cert: join(city.folder, 'cert.pem'), key: join(city.folder, 'key.pem') };
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', tls.key, '-out', tls.cert], { stdio: 'ignore' });
  await city.stopSekisho();
  const { zones: { lgwan, internet }, admin } = city.config;
  for (const section of [lgwan, internet, admin]) section.tls = tls;
  await city.startSekisho();
  t.context.ports = { lgwan: lgwan.port, internet: internet.port, admin: admin.port };
  t.context.ca = readFileSync(tls.cert, 'utf8');
});
test.after.always((t) => t.context.city.close());

/** What was agreed on, or the code of the refusal. */
async function handshake(port: number, options: ConnectionOptions): Promise<{ protocol: string | null; cipher: string } | string> {
  const socket: TLSSocket = connect({ host: '127.0.0.1', port, ...options });
  try {
    await once(socket, 'secureConnect');
    // With TLS 1.3 a client is done before the server has agreed.
    socket.write('GET /_matrix/client/v3/login HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
    await once(socket, 'data');
    return { protocol: socket.getProtocol(), cipher: socket.getCipher().standardName };
  } catch (error) {
    return String((error as NodeJS.ErrnoException).code);
  } finally {
    socket.destroy();
  }
}

async function refusal(port: number, options: ConnectionOptions): Promise<string> {
  const agreed = await handshake(port, options);
  return typeof agreed === 'string' ? agreed : JSON.stringify(agreed);
}

test('TLS 1.2 and 1.3 with 256-bit suites, at every entrance', async (t) => {
  const { ports, ca } = t.context;
  for (const [name, port] of Object.entries(ports)) {
    const newest = await handshake(port, { ca });
    t.like(newest, { protocol: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384' }, name);
    const older = await handshake(port, { ca, maxVersion: 'TLSv1.2' });
    t.like(older, { protocol: 'TLSv1.2', cipher: 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384' }, name);
  }
});

test('older versions and weaker suites are refused by the server', async (t) => {
  const { ports, ca } = t.context;
  const willing = { ca, ciphers: 'ALL:@SECLEVEL=0', minVersion: 'TLSv1' } as const;
  for (const [name, port] of Object.entries(ports)) {
    for (const maxVersion of ['TLSv1', 'TLSv1.1'] as const) {
      t.is(await refusal(port, { ...willing, maxVersion }), 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', `${name} ${maxVersion}`);
    }
    for (const ciphers of ['ECDHE-RSA-AES128-GCM-SHA256', 'AES128-SHA', 'AES128-GCM-SHA256', 'DHE-RSA-AES128-GCM-SHA256', 'AES256-SHA']) {
      t.regex(await refusal(port, { ca, ciphers: `${ciphers}:@SECLEVEL=0`, maxVersion: 'TLSv1.2' }), /HANDSHAKE_FAILURE/, `${name} ${ciphers}`);
    }
    t.regex(await refusal(port, { ca, ciphers: 'TLS_AES_128_GCM_SHA256', minVersion: 'TLSv1.3' }), /HANDSHAKE_FAILURE/, name);
    t.regex(await refusal(port, { ca, ciphers: 'TLS_AES_128_CCM_SHA256', minVersion: 'TLSv1.3' }), /HANDSHAKE_FAILURE/, name);
  }
});

test('a request over TLS is answered; plain HTTP at the same port is not', async (t) => {
  const { ports, ca } = t.context;
  const asked = request({ host: '127.0.0.1', port: ports['lgwan'], path: '/_matrix/client/v3/login', ca }).end();
  const [response] = await once(asked, 'response');
  let text = '';
  for await (const chunk of response) text += String(chunk);
  t.deepEqual(JSON.parse(text), { flows: [{ type: 'm.login.password' }] });
  await t.throwsAsync(fetch(`http://127.0.0.1:${ports['lgwan']}/_matrix/client/v3/login`));
});

test('plain HTTP is for loopback alone: the configuration refuses it elsewhere, and names key and cure', (t) => {
  const plain = demoConfig('city.example.jp', { lgwan: 1, internet: 2, admin: 3, homeserver: 4, appservice: 5 });
  for (const host of ['0.0.0.0', '192.0.2.1', '::', 'chat.example.jp']) {
    const error = t.throws(() => parseConfig(configText({
      ...plain,
      zones: { lgwan: { ...plain.zones.lgwan, host }, internet: { ...plain.zones.internet, host } },
      admin: { ...plain.admin, host },
    }), 'sekisho.yaml'), { instanceOf: ConfigError });
    t.deepEqual(error.problems.map((problem) => problem.key), ['zones.lgwan.tls', 'zones.internet.tls', 'admin.tls'], host);
  }
  for (const host of ['127.0.0.1', '::1', 'localhost']) {
    t.notThrows(() => parseConfig(configText({ ...plain, admin: { ...plain.admin, host } }), 'sekisho.yaml'), host);
  }
});
