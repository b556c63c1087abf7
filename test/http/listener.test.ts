import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { request as requestTls } from 'node:https';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import type { ConnectionOptions } from 'node:tls';
import test from 'ava';
import { answer } from '#http/answer.ts';
import { listen } from '#http/listener.ts';
import { raw, statuses } from './raw.ts';

const quiet = { malformed() {} };

function certificate(): { cert: string; key: string } {
  const folder = mkdtempSync(join(tmpdir(), 'sekisho-tls-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', cert, '-days', '2', '-subj', '/CN=localhost'], { stdio: 'ignore' });
  const pem = { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') };
  rmSync(folder, { recursive: true });
  return pem;
}

test('plain HTTP is for loopback alone', async (t) => {
  for (const host of ['0.0.0.0', '::', '192.0.2.1', 'example.jp', '127.0.0.1.example.jp']) {
    await t.throwsAsync(listen({ host, port: 0 }, () => undefined, quiet), { instanceOf: RangeError }, host);
  }
});

test('4.3.1: TLS 1.2 and 1.3 with 256-bit suites, nothing older and nothing weaker', async (t) => {
  const listener = await listen({ host: '127.0.0.1', port: 0, tls: certificate() }, (_req, res) => answer(res, 200, {}), quiet);
  const suite = (options: ConnectionOptions) => new Promise<string>((resolve) => {
    const socket = connectTls({ host: '127.0.0.1', port: listener.port, rejectUnauthorized: false, ...options }, () => {
      resolve(`${socket.getProtocol()} ${socket.getCipher().name}`);
      socket.destroy();
    });
    socket.on('error', () => resolve('refused'));
  });
  t.is(await suite({}), 'TLSv1.3 TLS_AES_256_GCM_SHA384');
  t.is(await suite({ maxVersion: 'TLSv1.2' }), 'TLSv1.2 ECDHE-RSA-AES256-GCM-SHA384');
  for (const ciphers of ['ECDHE-RSA-CHACHA20-POLY1305']) t.is(await suite({ maxVersion: 'TLSv1.2', ciphers }), `TLSv1.2 ${ciphers}`);
  for (const ciphers of ['ECDHE-RSA-AES128-GCM-SHA256', 'AES256-GCM-SHA384', 'AES128-SHA', 'ECDHE-RSA-AES256-SHA384', 'DHE-RSA-AES256-GCM-SHA384']) {
    t.is(await suite({ maxVersion: 'TLSv1.2', ciphers }), 'refused', ciphers);
  }
  t.is(await suite({ minVersion: 'TLSv1.3', ciphers: 'TLS_AES_128_GCM_SHA256' }), 'refused');
  for (const version of ['TLSv1', 'TLSv1.1'] as const) {
    t.is(await suite({ minVersion: version, maxVersion: version, ciphers: 'ALL@SECLEVEL=0' }), 'refused', version);
  }
  const [res] = await once(requestTls(listener.url, { rejectUnauthorized: false }).end(), 'response');
  t.is(res.statusCode, 200);
  t.true(listener.url.startsWith('https://127.0.0.1:'));
  await listener.close(0);
});

test('what is no HTTP gets an answer that clients understand, and is reported', async (t) => {
  const reports: string[] = [];
  const listener = await listen({ host: '127.0.0.1', port: 0 }, (_req, res) => answer(res, 200, {}), { malformed: (address, code) => reports.push(`${address} ${code}`) });
  const received = await raw(listener.port, 'NONSENSE\r\n\r\n');
  t.deepEqual(statuses(received), [400]);
  t.regex(received, /"errcode":"M_BAD_JSON".*"reason":"bad_request"/);
  t.deepEqual(statuses(await raw(listener.port, `GET / HTTP/1.1\r\nHost: a\r\nX: ${'a'.repeat(17_000)}\r\n\r\n`)), [431]);
  t.deepEqual(statuses(await raw(listener.port, 'CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n')), [405]);
  t.deepEqual(statuses(await raw(listener.port, 'GET / HTTP/1.1\r\nHost: a\r\nExpect: 200-ok\r\n\r\n')), [417]);
  t.deepEqual(reports.map((report) => report.split(' ')[0]), ['127.0.0.1', '127.0.0.1', '127.0.0.1']);
  t.deepEqual(statuses(await raw(listener.port, 'POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 0\r\n\r\n', 2)), [100, 200]);
  await listener.close(0);
});

test('nonsense behind a request never gets into the middle of its answer', async (t) => {
  const listener = await listen({ host: '127.0.0.1', port: 0 }, (_req, res) => {
    res.writeHead(200, { 'Content-Length': 10 });
    res.write('half.');
  }, quiet);
  const socket = connect(listener.port, '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n'));
  let received = '';
  socket.on('data', (chunk) => (received += String(chunk)));
  await once(socket, 'data');
  socket.write('NONSENSE\r\n\r\n');
  await once(socket, 'close');
  t.deepEqual(statuses(received), [200]);
  t.true(received.endsWith('half.'));
  await listener.close(0);
});

test('closing lets requests end, ends connections that rest, and after the grace ends the others too', async (t) => {
  const listener = await listen({ host: '127.0.0.1', port: 0 }, (req, res) => {
    if (req.url === '/slow') setTimeout(() => answer(res, 200, { slow: true }), 300);
  }, quiet);
  const resting = connect(listener.port, '127.0.0.1', () => resting.write('GET /slow HTTP/1.1\r\nHost: a\r\n\r\n'));
  const never = request(`${listener.url}/never`).end();
  const gone = once(never, 'error');
  await once(resting, 'connect');
  await new Promise((resolve) => setTimeout(resolve, 50));
  const closing = listener.close(600);
  const [chunk] = await once(resting, 'data');
  t.regex(String(chunk), /"slow":true/);
  await once(resting, 'close');
  await t.throwsAsync(new Promise((_resolve, reject) => connect(listener.port, '127.0.0.1').on('error', reject)), { code: 'ECONNREFUSED' });
  await closing;
  await gone;
});

test('two listeners can share a port', async (t) => {
  const first = await listen({ host: '127.0.0.1', port: 0, reusePort: true }, (_req, res) => answer(res, 200, {}), quiet);
  const second = await listen({ host: '127.0.0.1', port: first.port, reusePort: true }, (_req, res) => answer(res, 200, {}), quiet);
  t.is(first.port, second.port);
  await Promise.all([first.close(0), second.close(0)]);
});

test('a port that is taken is an error, not a crash', async (t) => {
  const first = await listen({ host: '127.0.0.1', port: 0 }, () => undefined, quiet);
  await t.throwsAsync(listen({ host: '127.0.0.1', port: first.port }, () => undefined, quiet), { code: 'EADDRINUSE' });
  await first.close(0);
});
