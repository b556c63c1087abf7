/** 4.3.2 外部からの不正アクセスを防止する措置 (ファイアウォール、リバースプロキシの導入等) が講じられていること. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import anyTest, { type TestFn } from 'ava';
import { parse } from 'yaml';
import { startCity, type City } from '../harness/city.ts';
import { call, passwordLogin } from './call.ts';
import { staff } from './person.ts';

const test = anyTest.serial as TestFn<{ city: City }>;
test.before(async (t) => {
  const city = t.context.city = await startCity();
  await city.stopSekisho();
  city.config.zones.lgwan.proxies = { trusted: ['127.0.5.0/24'], header: 'x-forwarded-for' };
  city.config.zones.internet.proxies = { trusted: ['127.0.5.0/24'], header: 'cf-connecting-ip' };
  await city.startSekisho();
});
test.after.always((t) => t.context.city.close());

const proxy = '127.0.5.1';
const login = '/_matrix/client/v3/login';

/** The address that Sekisho took for that of a failed login, as the audit log has it; null when it was no login at all. */
async function addressSeen(city: City, zone: 'lgwan' | 'internet', address: string, headers: Record<string, string>): Promise<string | null> {
  const { user } = staff(city, 0);
  const answer = await call(city, 'POST', login, { zone, address, headers, body: passwordLogin(user, 'wrong') });
  if (answer.body.reason !== 'wrong_password') return null;
  for (let tries = 0; tries < 50; tries++) {
    const { body } = await city.admin.request('GET', `audit?kind=refusal&user=${encodeURIComponent(user)}&limit=1000`);
    const found = body.items.find((item: { act: string; seq: number }) => item.act === 'login' && !seen.has(item.seq));
    if (found !== undefined) {
      seen.add(found.seq);
      return found.address;
    }
    await new Promise((resolve) => { setTimeout(resolve, 50); });
  }
  return 'no entry';
}
const seen = new Set<number>();

test('behind a trusted proxy the true address is the last that no trusted proxy has', async (t) => {
  const { city } = t.context;
  t.is(await addressSeen(city, 'lgwan', proxy, { 'x-forwarded-for': '203.0.113.7' }), '203.0.113.7');
  t.is(await addressSeen(city, 'lgwan', proxy, { 'x-forwarded-for': '127.0.0.1, 203.0.113.8' }), '203.0.113.8');
  t.is(await addressSeen(city, 'lgwan', proxy, { 'x-forwarded-for': '127.0.0.1, 203.0.113.9, 127.0.5.2, 127.0.5.3' }), '203.0.113.9');
  t.is(await addressSeen(city, 'lgwan', proxy, { 'x-forwarded-for': '2001:DB8::0:1' }), '2001:db8::1');
});

test('a header decides about the network of a login', async (t) => {
  const { city } = t.context;
  const { user, password } = staff(city, 1);
  const from = (headers: Record<string, string>, address = proxy) => call(city, 'POST', login, { address, headers, body: passwordLogin(user, password) });
  t.is((await from({ 'x-forwarded-for': '127.0.0.77' })).status, 200);
  t.is((await from({ 'x-forwarded-for': '127.0.0.77, 203.0.113.7' })).body.reason, 'address_not_listed');
  t.is((await from({ 'x-forwarded-for': '127.0.0.77' }, '127.0.6.1')).body.reason, 'address_not_listed');
});

test('Cloudflare’s header where the zone is behind Cloudflare, and no other', async (t) => {
  const { city } = t.context;
  t.is(await addressSeen(city, 'internet', proxy, { 'cf-connecting-ip': '198.51.100.7', 'x-forwarded-for': '198.51.100.99' }), '198.51.100.7');
  t.is(await addressSeen(city, 'lgwan', proxy, { 'cf-connecting-ip': '198.51.100.8', 'x-forwarded-for': '198.51.100.9' }), '198.51.100.9');
});

test('a header of somebody else is ignored', async (t) => {
  const { city } = t.context;
  const headers = { 'x-forwarded-for': '198.51.100.1', 'cf-connecting-ip': '198.51.100.2', 'x-real-ip': '198.51.100.3', forwarded: 'for=198.51.100.4' };
  t.is(await addressSeen(city, 'lgwan', '127.0.6.1', headers), '127.0.6.1');
  t.is(await addressSeen(city, 'internet', '127.0.6.2', headers), '127.0.6.2');
});

test('a trusted proxy that names no client is not believed to be one', async (t) => {
  const { city } = t.context;
  for (const headers of [{}, { 'x-forwarded-for': 'unknown' }, { 'x-forwarded-for': '127.0.5.9' }]) {
    t.like(await call(city, 'GET', login, { address: proxy, headers }), { status: 400, body: { reason: 'bad_request' } });
  }
  for (const headers of [{}, { 'cf-connecting-ip': '1.2.3.4, 5.6.7.8' }]) {
    t.like(await call(city, 'GET', login, { zone: 'internet', address: proxy, headers }), { status: 400, body: { reason: 'bad_request' } });
  }
});

test('CORS on Sekisho’s answers, the homeserver’s, refusals and preflights', async (t) => {
  const { city } = t.context;
  const token = (await city.login(staff(city, 2))).getAccessToken() ?? '';
  const asked: [method: string, path: string, status: number, token?: string][] = [
    ['GET', login, 200],
    ['GET', '/_matrix/client/versions', 200],
    ['GET', '/_matrix/client/v3/account/whoami', 200, token],
    ['GET', '/_matrix/client/v3/joined_rooms', 200, token],
    ['GET', '/_matrix/client/v3/rooms/!none:kasumi.example/messages?dir=b', 403, token],
    ['GET', '/_matrix/client/v3/account/whoami', 401],
    ['GET', '/_matrix/client/v3/no/such/thing', 404],
    ['POST', '/_matrix/client/v3/register', 403],
    ['OPTIONS', '/_matrix/client/v3/sync', 204],
    ['OPTIONS', '/_matrix/client/v3/no/such/thing', 204],
  ];
  for (const zone of ['lgwan', 'internet'] as const) {
    const headers: Record<string, string> = zone === 'internet' ? { 'cf-connecting-ip': '127.0.0.1' } : {};
    for (const [method, path, status, bearer] of asked) {
      // On the internet a device must be approved: refusals bear the headers too.
      if (zone === 'internet' && bearer !== undefined) continue;
      const response = await city.seat({ address: zone === 'internet' ? proxy : '127.0.0.1' })(city.gateways[zone] + path, {
        method, headers: { ...headers, origin: 'https://chat.example.jp', ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }) },
      });
      t.is(response.status, status, `${method} ${path}`);
      t.is(response.headers.get('access-control-allow-origin'), '*', `${method} ${path}`);
      t.deepEqual(words(response.headers.get('access-control-allow-methods')), ['DELETE', 'GET', 'OPTIONS', 'POST', 'PUT']);
      t.deepEqual(words(response.headers.get('access-control-allow-headers')), ['Authorization', 'Content-Type', 'X-Requested-With']);
      t.is(response.headers.get('access-control-allow-credentials'), null);
      await response.text();
    }
  }
});
const words = (text: string | null) => (text ?? '').split(', ').sort();

test('the homeserver and the application service listen on loopback alone', async (t) => {
  const { city } = t.context;
  const { listeners } = parse(readFileSync(join(city.installation.homeserver, 'homeserver.yaml'), 'utf8')) as { listeners: { bind_addresses: string[]; resources: { names: string[] }[] }[] };
  t.deepEqual(listeners.map(({ bind_addresses: at, resources }) => [at, resources.flatMap(({ names }) => names)]), [[['127.0.0.1'], ['client']]]);
  for (const port of [Number(new URL(city.config.homeserver.url).port), city.config.appservice.port]) {
    t.is(await reach('127.0.0.1', port), 'connect');
    // What listens everywhere would answer here too.
    t.is(await reach('127.0.0.2', port), 'ECONNREFUSED');
  }
});

async function reach(host: string, port: number): Promise<string> {
  const socket = connect(port, host);
  try {
    await once(socket, 'connect');
    return 'connect';
  } catch (error) {
    return String((error as NodeJS.ErrnoException).code);
  } finally {
    socket.destroy();
  }
}

test('nothing but the client-server API is behind the gateway, in whatever spelling', async (t) => {
  const { city } = t.context;
  const token = (await city.login(staff(city, 2))).getAccessToken() ?? '';
  const paths = [
    '/_synapse/admin/v1/server_version', '/_synapse/admin/v2/users', '/_synapse/client/pick_username', '/_synapse/metrics',
    '/_matrix/client/v3/admin/whois/@x:kasumi.example', '/_matrix/federation/v1/version', '/_matrix/key/v2/server', '/_matrix/app/v1/ping',
    '/_matrix/client/v1/appservice/sekisho/ping', '/health', '/', '/metrics', '/_sekisho/admin/v1/users',
    '//_synapse/admin/v1/server_version', '/%5Fsynapse/admin/v1/server_version', '/_matrix/../_synapse/admin/v1/server_version',
    '/_matrix/%2e%2e/_synapse/admin/v1/server_version', '/_matrix/client/..%2f..%2f_synapse/admin/v1/server_version', '/_SYNAPSE/admin/v1/server_version',
  ];
  for (const path of paths) {
    for (const authorization of [undefined, `Bearer ${token}`]) {
      const { status, body } = await raw(city, path, authorization);
      t.true(['route_not_allowed', 'method_not_allowed', 'bad_request'].includes(body.reason), `${path} ${status} ${JSON.stringify(body)}`);
    }
  }
});

/** The path as it stands: no client library is to tidy it up. */
async function raw(city: City, path: string, authorization: string | undefined): Promise<{ status: number; body: { reason: string } }> {
  const asked = request({ host: '127.0.0.1', port: city.config.zones.lgwan.port, path, agent: false, headers: { 'user-agent': 'Mozilla/5.0 (Windows NT 10.0)', ...(authorization && { authorization }) } }).end();
  const [response] = await once(asked, 'response');
  let text = '';
  for await (const chunk of response) text += String(chunk);
  return { status: response.statusCode, body: JSON.parse(text) };
}
