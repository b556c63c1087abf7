/** 4.3.5 24 時間 365 日のシステム監視を行い、情報セキュリティの確保に努めること. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import anyTest, { type TestFn } from 'ava';
import { loadKeys } from '#config/keys.ts';
import { loadRegistration } from '#config/registration.ts';
import { openDatabase } from '#store/database.ts';
import { startCity, type City } from '../harness/city.ts';
import { phoneAgent } from '../harness/client.ts';
import { call, passwordLogin } from './call.ts';
import { metricsOf } from './metrics.ts';
import { staff } from './person.ts';

const test = anyTest.serial as TestFn<{ city: City }>;
test.before(async (t) => {
  const city = t.context.city = await startCity();
  await city.stopSekisho();
  city.config.log.level = 'debug';
  await city.startSekisho();
});
test.after.always((t) => t.context.city.close());

/** By how much a series grew while `act` was done. */
async function growth(city: City, series: string, act: () => Promise<unknown>): Promise<number> {
  const before = (await metricsOf(city)).get(series) ?? 0;
  await act();
  return ((await metricsOf(city)).get(series) ?? 0) - before;
}

const whoami = '/_matrix/client/v3/account/whoami';

test('metrics: decisions by rule and reason, latency by operation, open syncs', async (t) => {
  const { city } = t.context;
  const token = (await city.login(staff(city, 0))).getAccessToken();
  const three = async (address: string) => { for (let i = 0; i < 3; i++) await call(city, 'GET', whoami, { token, address }); };
  t.true(await growth(city, 'sekisho_decisions_total{rule="none",reason="allowed"}', () => three('127.0.0.1')) >= 3);
  t.is(await growth(city, 'sekisho_decisions_total{rule="device-admission",reason="address_not_listed"}', () => three('127.0.7.1')), 3);
  t.is(await growth(city, 'sekisho_decisions_total{rule="routes",reason="route_not_allowed"}', () => call(city, 'GET', '/_matrix/no/such')), 1);
  t.is(await growth(city, 'sekisho_request_seconds_count{operation="getTokenOwner"}', () => three('127.0.0.1')), 3);

  const since = (await call(city, 'GET', '/_matrix/client/v3/sync?timeout=0', { token })).body.next_batch;
  const polls = Array.from({ length: 3 }, () => call(city, 'GET', `/_matrix/client/v3/sync?timeout=2000&since=${since}`, { token }));
  await sleep(400);
  t.is((await metricsOf(city)).get('sekisho_open_syncs'), 3);
  await Promise.all(polls);
  t.is((await metricsOf(city)).get('sekisho_open_syncs'), 0);
});

test('no client can make a new series', async (t) => {
  const { city } = t.context;
  const names = async () => [...(await metricsOf(city)).keys()].filter((name) => name.startsWith('sekisho_decisions') || name.startsWith('sekisho_request'));
  await call(city, 'GET', '/_matrix/no/such');
  const before = await names();
  for (let i = 0; i < 5; i++) await call(city, 'GET', `/_matrix/client/v3/invented${i}`);
  t.deepEqual(await names(), before);
});

/** Everything that a busy day puts into Sekisho's hands and that must stand nowhere: what it is → the text. */
async function busyDay(city: City): Promise<{ secrets: Map<string, string>; talk: Map<string, string> }> {
  const secrets = new Map<string, string>();
  const talk = new Map([['message', 'ひみつの本文ですよ'], ['edit', 'なおした本文ですよ'], ['draft', 'とどかない本文ですよ'], ['file name', 'naisho-no-meibo'], ['file', 'FILE-CONTENT-MARKER'], ['reason', 'けした理由ですよ']]);
  const said = (what: string) => talk.get(what) ?? '';
  const guess = (what: string, text: string) => { secrets.set(what, text); return text; };
  const [person, other] = [staff(city, 1), staff(city, 2)];
  secrets.set('password', person.password).set('administrator’s password', city.people.admin.password);

  // Logins: right, wrong, the password typed as the user, with a refresh token, with codes good and bad.
  const logged = await call(city, 'POST', '/_matrix/client/v3/login', { body: passwordLogin(person.user, person.password, { refresh_token: true }) });
  secrets.set('access token', logged.body.access_token).set('refresh token', logged.body.refresh_token);
  const refreshed = await call(city, 'POST', '/_matrix/client/v3/refresh', { body: { refresh_token: logged.body.refresh_token } });
  secrets.set('second access token', refreshed.body.access_token).set('second refresh token', refreshed.body.refresh_token);
  const token: string = refreshed.body.access_token;
  await call(city, 'POST', '/_matrix/client/v3/login', { body: passwordLogin(person.user, guess('wrong password', 'Machigai-2026-a')) });
  await call(city, 'POST', '/_matrix/client/v3/login', { body: passwordLogin(guess('password as user', 'Machigai-2026-b'), 'x') });
  await call(city, 'POST', '/_matrix/client/v3/login', { body: `{"type":"m.login.password","password":"${guess('password in broken JSON', 'Machigai-2026-c')}"` });
  await call(city, 'POST', '/_matrix/client/v3/login', { body: { type: guess('password as type', 'Machigai-2026-d') } });
  await call(city, 'GET', `${whoami}?access_token=${guess('token in the query', 'machigai-query-token')}`);
  await call(city, 'GET', whoami, { token: guess('forged token', 'machigai-header-token') });
  const code = await city.admin.approvalCode(other);
  secrets.set('approval code', code).set('approval code without hyphens', code.replaceAll('-', ''));
  await call(city, 'POST', '/_matrix/client/v3/login', { agent: phoneAgent, body: passwordLogin(other.user, other.password, { 'jp.sekisho.approval_code': guess('wrong code', 'ZZZZ-QQQQ-7777') }) });
  const phone = await city.login(other, { agent: phoneAgent, approvalCode: code });
  secrets.set('phone’s token', phone.getAccessToken() ?? '');
  const openid = await call(city, 'POST', `/_matrix/client/v3/user/${encodeURIComponent(other.user)}/openid/request_token`, { token: phone.getAccessToken(), agent: phoneAgent, body: {} });
  secrets.set('OpenID token', openid.body.access_token);

  // Talk: sent, edited, redacted, refused, uploaded; and what the homeserver refuses.
  const { room_id: roomId } = (await call(city, 'POST', '/_matrix/client/v3/createRoom', { token, body: { preset: 'private_chat' } })).body;
  const room = `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}`;
  const send = (transaction: string, content: unknown, type = 'm.room.message') => call(city, 'PUT', `${room}/send/${type}/${transaction}`, { token, body: content });
  const { event_id: eventId } = (await send('a', { msgtype: 'm.text', body: said('message') })).body;
  await send('b', { msgtype: 'm.text', 'body': said('edit'), 'm.new_content': { msgtype: 'm.text', body: said('edit') }, 'm.relates_to': { rel_type: 'm.replace', event_id: eventId } });
  await send('c', { ciphertext: said('draft'), algorithm: 'm.megolm.v1.aes-sha2' }, 'm.room.encrypted');
  await send('d', { body: said('draft').repeat(12_000), msgtype: 'm.text' });
  await send('e', `{"body":"${said('draft')}`);
  await call(city, 'PUT', `${room}/redact/${encodeURIComponent(eventId)}/f`, { token, body: { reason: said('reason') } });
  const upload = await city.seat()(`${city.gateways.lgwan}/_matrix/media/v3/upload?filename=${said('file name')}.txt`, {
    method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'text/plain' }, body: said('file'),
  });
  const { content_uri: uri } = await upload.json() as { content_uri: string };
  await send('g', { msgtype: 'm.file', body: `${said('file name')}.txt`, url: uri });
  await call(city, 'GET', `/_matrix/client/v1/media/download/${uri.slice(6)}/${said('file name')}.txt`, { token });
  await call(city, 'GET', `/_matrix/media/v3/download/${uri.slice(6)}/${said('file name')}.txt`);
  await call(city, 'POST', '/_matrix/client/v3/pushers/set', { token, body: { app_id: 'a', app_display_name: 'a', device_display_name: 'd', pushkey: guess('push key', 'machigai-push-key'), kind: 'http', lang: 'ja', data: { url: 'https://push.example.com/_matrix/push/v1/notify?secret=machigai-push-key' } } });
  await call(city, 'POST', '/_matrix/client/v3/account/password', { token, body: { new_password: guess('new password', 'Atarashii-2026-a'), auth: { ...passwordLogin(person.user, person.password), session: 'x' } } });

  // Administrators: passwords and keys, also in calls that are refused.
  const key = await city.admin.request('POST', 'service-keys', { name: 'MDM', scopes: ['devices:read'] });
  secrets.set('service key', key.body.key);
  await city.seat()(`${city.adminUrl}/_sekisho/admin/v1/users`, { headers: { authorization: `Bearer ${key.body.key}` } });
  await city.admin.request('POST', 'users', { user_id: 'shinjin', name: '新人', password: guess('first password', 'Atarashii-2026-b') });
  await city.admin.request('POST', 'users', { user_id: 'shinjin', name: '新人', password: guess('password of a conflict', 'Atarashii-2026-c') });
  await city.admin.request('POST', 'users', { user_id: 'shinjin', name: 1, password: guess('password of bad input', 'Atarashii-2026-d') });
  const made = await city.admin.request('POST', 'users/shinjin/password', {});
  secrets.set('password that Sekisho made', made.body.password);

  // A homeserver that goes away in the middle, so that errors are logged too.
  await city.stopSynapse();
  await send('h', { msgtype: 'm.text', body: said('draft') });
  await call(city, 'POST', '/_matrix/client/v3/login', { body: passwordLogin(person.user, person.password) });
  await city.startSynapse();

  const { as_token, hs_token } = loadRegistration(city.config.appservice.registration);
  secrets.set('application service’s token', as_token).set('homeserver’s token', hs_token).set('city key', Buffer.from(loadKeys(city.config.keys.file).city).toString('base64'));
  return { secrets, talk };
}

test('metrics count what the homeserver did not answer; logs, audit log, heads and recorded facts of a busy day hold no secret and no talk', async (t) => {
  const { city } = t.context;
  let day = { secrets: new Map<string, string>(), talk: new Map<string, string>() };
  t.true(await growth(city, 'sekisho_upstream_errors_total', async () => { day = await busyDay(city); }) >= 1);
  await city.stopSekisho();
  const { secrets, talk } = day;
  for (const [what, text] of [...secrets, ...talk]) t.true(text.length >= 8, `${what} was made`);

  // Files: the homeserver's own and those whose business it is to hold the secrets of the installation are left out.
  const own = [city.config.keys.file, city.config.appservice.registration, city.installation.configFile];
  const files = readdirSync(city.folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !own.includes(file) && !file.startsWith(city.installation.homeserver));
  t.true(files.includes(city.config.log.file ?? '') && files.includes(city.config.audit.heads_file));
  const found: string[] = [];
  for (const file of files) {
    const bytes = readFileSync(file);
    const database = city.config.database.client === 'sqlite' && file.startsWith(city.config.database.file);
    // The file of the database holds the journal, which is there to hold what was said.
    for (const [what, text] of database ? secrets : [...secrets, ...talk]) if (bytes.includes(text)) found.push(`${what} in ${file}`);
  }
  const log = readFileSync(city.config.log.file ?? '', 'utf8');
  t.true(log.length > 500, 'something was logged');

  const tables = await tablesOf(city);
  for (const name of ['audit', 'recorded_facts', 'attempts', 'devices', 'tokens', 'changes']) t.true((tables.get(name)?.length ?? 0) > 2, name);
  for (const [table, text] of tables) {
    for (const [what, secret] of table === 'events' ? secrets : [...secrets, ...talk]) if (text.includes(secret)) found.push(`${what} in table ${table}`);
  }
  t.deepEqual(found, []);
  t.true(tables.get('events')?.includes(talk.get('message') ?? ''), 'the search finds what is there');
});

/** Every table of Sekisho's database as JSON. */
async function tablesOf(city: City): Promise<Map<string, string>> {
  const knex = await openDatabase(city.config.database);
  try {
    const names: string[] = city.config.database.client === 'sqlite'
      ? await knex('sqlite_master').where({ type: 'table' }).pluck('name')
      : await knex('information_schema.tables').where({ table_schema: 'public' }).pluck('table_name');
    const tables = new Map<string, string>();
    for (const name of names) tables.set(name, JSON.stringify(await knex(name).select()));
    return tables;
  } finally {
    await knex.destroy();
  }
}
