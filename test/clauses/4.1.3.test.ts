/** 4.1.3 計画的なメンテナンスを除き 24 時間 365 日利用可能なサイトが公開され、サービスサイトにアクセスできること. */
import { once } from 'node:events';
import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import anyTest, { type ExecutionContext, type TestFn } from 'ava';
import type { MatrixClient } from 'matrix-js-sdk';
import { startCity, type City } from '../harness/city.ts';
import { call, type Answer } from './call.ts';
import { keptBodies, missingAtLast } from './kept.ts';
import { metricsOf } from './metrics.ts';
import { staff } from './person.ts';
import { auditVerify, reconciled, spawnSekisho, type SekishoProcess } from './sekisho-process.ts';
import { readRoom, roomOf, startSending, type Stream } from './sending.ts';

const test = anyTest.serial as TestFn<{ city: City }>;
const processes: SekishoProcess[] = [];

test.before(async (t) => { t.context.city = await startCity({ database: 'postgres' }); });
test.after.always(async (t) => {
  for (const each of processes) await each.kill();
  await t.context.city.close();
});

async function health(city: City, what: 'live' | 'ready'): Promise<Answer> {
  const response = await city.seat()(`${city.adminUrl}/health/${what}`);
  return { status: response.status, body: await response.json() };
}

async function start(city: City): Promise<SekishoProcess> {
  const started = await spawnSekisho(city);
  processes.push(started);
  return started;
}

async function sinceOf(city: City, client: MatrixClient): Promise<string> {
  return (await call(city, 'GET', '/_matrix/client/v3/sync?timeout=0', { token: client.getAccessToken() })).body.next_batch;
}

const poll = (city: City, client: MatrixClient, since: string) =>
  call(city, 'GET', `/_matrix/client/v3/sync?timeout=30000&since=${encodeURIComponent(since)}&filter=${quiet}`, { token: client.getAccessToken() });
const quiet = encodeURIComponent(JSON.stringify({ room: { rooms: [] }, presence: { types: [] }, account_data: { types: [] } }));

/** An upload whose second half comes `ms` after the first. @returns the status of its answer. */
async function slowUpload(city: City, client: MatrixClient, ms: number): Promise<number> {
  const sent = request(`${city.gateways.lgwan}/_matrix/media/v3/upload`, { method: 'POST', agent: false, headers: { 'authorization': `Bearer ${client.getAccessToken()}`, 'content-type': 'text/plain', 'content-length': 2000 } });
  sent.write('x'.repeat(1000));
  await sleep(ms);
  sent.end('x'.repeat(1000));
  const [response] = await once(sent, 'response');
  response.resume();
  return response.statusCode;
}

async function standsEverywhere(t: ExecutionContext<{ city: City }>, reader: MatrixClient, roomId: string, streams: readonly Stream[]): Promise<void> {
  const { city } = t.context;
  const atHomeserver = await readRoom(city, reader, roomId);
  for (const { acknowledged, unexpected } of streams) {
    const [ids, texts] = [[...acknowledged.keys()], [...acknowledged.values()]];
    t.deepEqual(unexpected, []);
    t.true(ids.length >= 3, `${ids.length} were acknowledged`);
    t.deepEqual(ids.map((id) => atHomeserver.get(id)), texts);
    t.deepEqual(await missingAtLast(city, ids), []);
    t.deepEqual(await keptBodies(city, ids), texts);
  }
}

test('health says whether the process lives, whether it can serve, and what is missing', async (t) => {
  const { city } = t.context;
  await reconciled(city);
  t.deepEqual(await health(city, 'live'), { status: 200, body: { live: true } });
  t.deepEqual(await health(city, 'ready'), { status: 200, body: { ready: true, database: true, homeserver: true, reconciled: true } });
  await city.stopSynapse();
  t.like(await health(city, 'ready'), { status: 503, body: { ready: false, database: true, homeserver: false } });
  t.is((await health(city, 'live')).status, 200);
  await city.startSynapse();
  await reconciled(city);
});

test('SIGTERM: requests under way end, open polls are sent on at once, and the process ends with 0 within three seconds', async (t) => {
  const { city } = t.context;
  const sekisho = await start(city);
  const clients: [MatrixClient, MatrixClient] = [await city.login(staff(city, 0)), await city.login(staff(city, 1))];
  const roomId = await roomOf(clients);
  const since = await sinceOf(city, clients[1]);
  const polls = Array.from({ length: 20 }, () => poll(city, clients[1], since));
  const streams = clients.map((client, i) => startSending(city, client, roomId, `gently${i}`));
  await sleep(1000);
  t.is((await metricsOf(city)).get('sekisho_open_syncs'), 20);

  const uploaded = slowUpload(city, clients[0], 1500);
  await sleep(300);
  const asked = Date.now();
  sekisho.signal('SIGTERM');
  const answers = await Promise.all(polls);
  const woken = Date.now() - asked;
  t.is(await uploaded, 200, 'an upload that was half done');
  t.is(await sekisho.exit, 0);
  t.true(Date.now() - asked < 3000, `it took ${Date.now() - asked} ms`);
  t.true(woken < 2000, `the polls took ${woken} ms`);
  for (const answer of answers) t.deepEqual(answer, { status: 200, body: { next_batch: since } });

  await start(city);
  await sleep(500);
  await Promise.all(streams.map((stream) => stream.stop()));
  await standsEverywhere(t, clients[0], roomId, streams);
  t.is((await call(city, 'GET', '/_matrix/client/v3/sync?timeout=0', { token: clients[1].getAccessToken() })).status, 200);
});

/** Asks until both processes have answered, which is a matter of chance with each new connection. */
async function openSyncsOfBoth(city: City): Promise<number[]> {
  const found = new Map<number, number>();
  for (let i = 0; i < 200 && found.size < 2; i++) {
    const numbers = await metricsOf(city);
    found.set(numbers.get('sekisho_process_start_time_seconds') ?? 0, numbers.get('sekisho_open_syncs') ?? 0);
  }
  return [...found.values()];
}

test('a second process beside the first: what is done through one holds at the other', async (t) => {
  const { city } = t.context;
  await sleep(1100);
  await start(city);
  const [lost, other] = [await city.login(staff(city, 2)), await city.login(staff(city, 3))];
  const since = await sinceOf(city, lost);
  const polls = Array.from({ length: 30 }, () => poll(city, lost, since));
  await sleep(700);
  const open = await openSyncsOfBoth(city);
  t.is(open.length, 2, 'both processes serve');
  t.true(open.every((count) => count > 0), `polls at the processes: ${open.join(', ')}`);

  const { body: { items } } = await city.admin.request('GET', `devices?user_id=${encodeURIComponent(staff(city, 2).user)}`);
  const asked = Date.now();
  t.is((await city.admin.request('POST', `devices/${items[0].id}/suspend`, { why: '紛失' })).status, 200);
  for (const answer of await Promise.all(polls)) t.like(answer, { status: 403, body: { reason: 'device_suspended' } });
  t.true(Date.now() - asked < 5000, `it took ${Date.now() - asked} ms`);
  t.is((await city.admin.request('POST', `devices/${items[0].id}/resume`, {})).status, 200);

  // Each call is a connection of its own, so it meets either.
  const everyAnswer = async (client: MatrixClient) => {
    const answers = [];
    for (let i = 0; i < 16; i++) answers.push((await call(city, 'GET', '/_matrix/client/v3/account/whoami', { token: client.getAccessToken() })).body.reason ?? 'allowed');
    return [...new Set(answers)];
  };
  const networks = (await city.admin.request('GET', 'networks')).body.items;
  t.is((await city.admin.request('PUT', 'networks', { items: [{ zone: 'lgwan', cidr: '10.0.0.0/8', note: '' }] })).status, 200);
  await sleep(1500);
  t.deepEqual(await everyAnswer(other), ['address_not_listed']);
  t.is((await city.admin.request('PUT', 'networks', { items: networks })).status, 200);
  await sleep(1500);
  t.deepEqual(await everyAnswer(other), ['allowed']);
  t.deepEqual(await everyAnswer(lost), ['allowed']);
  await other.logout();
  await sleep(1500);
  t.deepEqual(await everyAnswer(other), ['token_unknown']);
});

test('one of two processes is killed while clients work: they try again and go on, and nothing acknowledged is missing', async (t) => {
  const { city } = t.context;
  const clients = await Promise.all(Array.from({ length: 4 }, (_, i) => city.login(staff(city, i)))) as [MatrixClient, ...MatrixClient[]];
  const roomId = await roomOf(clients);
  const streams = clients.map((client, i) => startSending(city, client, roomId, `two${i}`));
  await sleep(1500);
  const before = streams.map((stream) => stream.acknowledged.size);
  await processes.at(-2)?.kill();
  await sleep(2500);
  streams.forEach((stream, i) => t.true(stream.acknowledged.size > (before[i] ?? 0), `client ${i} goes on`));
  await Promise.all(streams.map((stream) => stream.stop()));
  for (let i = 0; i < 8; i++) await city.login(staff(city, 5));
  await standsEverywhere(t, clients[0], roomId, streams);
  t.like(await auditVerify(city), { code: 0 });

  // And the other, once the first is back.
  await start(city);
  await processes.at(-2)?.kill();
  t.is((await call(city, 'GET', '/_matrix/client/v3/account/whoami', { token: clients[0].getAccessToken() })).status, 200);
  t.like(await auditVerify(city), { code: 0 });
});
