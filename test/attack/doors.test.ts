import { request } from 'node:http';
import test, { type ExecutionContext } from 'ava';
import type { MatrixClient } from 'matrix-js-sdk';
import { loadRegistration } from '#config/registration.ts';
import { reasons } from '#policy/reasons.ts';
import { startCity, type City } from '../harness/city.ts';
import { desktopAgent } from '../harness/client.ts';
import { doors, type Door, type Scene } from './doors.ts';
import { writePart } from './report.ts';

interface Reply {
  status: number;
  body: Record<string, any>;
}

/** A request whose path no library tidies. */
function send(url: string, method: string, path: string, { token, body = '' }: { token?: string | null | undefined; body?: string } = {}): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const headers = { 'user-agent': desktopAgent, ...(token && { authorization: `Bearer ${token}` }), ...(body !== '' && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }) };
    const sent = request({ host: '127.0.0.1', port: new URL(url).port, method, path, headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => { text += chunk; }).on('end', () => {
        resolve({ status: answer.statusCode ?? 0, body: String(answer.headers['content-type']).startsWith('application/json') ? JSON.parse(text) : {} });
      });
    });
    sent.on('error', reject).end(body);
  });
}

const client = '/_matrix/client/v3';

/** The city's homeserver, asked directly by the application service's token. */
function homeserverOf(city: City) {
  const { as_token: token } = loadRegistration(city.config.appservice.registration);
  const ask = (method: string, path: string, as: string, body?: object) =>
    send(city.config.homeserver.url, method, `${path}${path.includes('?') ? '&' : '?'}user_id=${encodeURIComponent(as)}`, { token, ...(body && { body: JSON.stringify(body) }) });
  /** All that no door may change. */
  async function state({ room, theirs, own }: Scene, author: string, people: readonly string[]): Promise<unknown> {
    const events = [await ask('GET', `${client}/rooms/${room}/event/${theirs}`, author), await ask('GET', `${client}/rooms/${room}/event/${own}`, author)];
    const whole = (await ask('GET', `${client}/rooms/${room}/state`, author)).body as unknown as { type: string; state_key: string; content: unknown }[];
    return {
      events: events.map(({ body }) => ({ content: body['content'], redacted: body['unsigned']?.redacted_because !== undefined, edited: body['unsigned']?.['m.relations']?.['m.replace'] !== undefined })),
      room: whole.map(({ type, state_key, content }) => ({ type, state_key, content })).sort((a, b) => `${a.type} ${a.state_key}`.localeCompare(`${b.type} ${b.state_key}`)),
      people: await Promise.all(people.map(async (user) => ({
        user,
        rooms: (await ask('GET', `${client}/joined_rooms`, user)).body['joined_rooms'].toSorted(),
        devices: (await ask('GET', `${client}/devices`, user)).body['devices'].map((device: { device_id: string }) => device.device_id).toSorted(),
        pushers: (await ask('GET', `${client}/pushers`, user)).body['pushers'],
      }))),
      intruder: (await ask('GET', `${client}/profile/@intruder:${city.serverName}`, author)).status,
    };
  }
  return { token, ask, state };
}

test('every door to the same act is shut, and the homeserver shows it', async (t) => {
  t.timeout(300_000);
  const begun = performance.now();
  const city = await startCity();
  t.teardown(city.close);
  const homeserver = homeserverOf(city);
  const [attacker, author, member] = await Promise.all(city.people.general.slice(0, 3).map((person) => city.login(person))) as [MatrixClient, MatrixClient, MatrixClient];
  const users = [attacker, author, member].map((one) => one.getUserId() ?? '');
  const gateway = city.gateways.lgwan;
  const attack = (method: string, path: string, body: object) => send(gateway, method, path, { token: attacker.getAccessToken(), body: JSON.stringify(body) });

  // The attacker has all the power in the room; what is asked for with the room is not there when it is made.
  const made = await attack('POST', `${client}/createRoom`, {
    preset: 'private_chat', invite: users.slice(1), power_level_content_override: { redact: 0, users: { [users[0] ?? '']: 100 } },
    initial_state: [{ type: 'm.room.encryption', state_key: '', content: { algorithm: 'm.megolm.v1.aes-sha2' } }, { type: 'm.room.topic', state_key: '', content: { topic: '議題' } }],
  });
  t.is(made.status, 200);
  const room: string = made.body['room_id'];
  await Promise.all([author, member].map((one) => one.joinRoom(room)));
  t.is((await attack('PUT', `${client}/rooms/${room}/state/m.room.power_levels`, { redact: 0, state_default: 0, events_default: 0, users: { [users[0] ?? '']: 100 } })).status, 200);
  const theirs = (await author.sendTextMessage(room, '消されない発言')).event_id;
  const own = (await attacker.sendTextMessage(room, '自分の発言')).event_id;
  const uploaded = await author.uploadContent(Buffer.from('様式'), { type: 'text/plain', name: '様式.txt' });
  const scene: Scene = { room, theirs, own, member: users[2] ?? '', attacker: users[0] ?? '', media: uploaded.content_uri.replace('mxc://', '') };
  // A token of the homeserver's own for the attacker, as if it had leaked.
  const leaked = await send(city.config.homeserver.url, 'POST', `${client}/login`, { token: homeserver.token, body: JSON.stringify({ type: 'm.login.application_service', identifier: { type: 'm.id.user', user: users[0] } }) });
  const tokens: Record<NonNullable<Door['as']>, string | null> = { nobody: null, session: attacker.getAccessToken(), appservice: homeserver.token, device: leaked.body['access_token'] };

  const before = await homeserver.state(scene, users[1] ?? '', users);
  const counts = new Map<string, number>();
  const findings: string[] = [];
  for (const door of doors(scene)) {
    const body = typeof door.body === 'string' ? door.body : door.body === undefined ? '' : JSON.stringify(door.body);
    const answer = await send(gateway, door.method, door.path, { token: tokens[door.as ?? 'session'], body });
    const shown = `${door.method} ${door.path} (${door.as ?? 'session'}): ${answer.status} ${JSON.stringify(answer.body)}`;
    t.is(answer.body['reason'], door.reason, shown);
    t.is(answer.status, reasons[door.reason].status, shown);
    if (answer.body['reason'] !== door.reason) findings.push(shown);
    counts.set(door.group, (counts.get(door.group) ?? 0) + 1);
  }
  // An edit of another's message is a message of one's own: it changes nothing of theirs.
  t.is((await attack('PUT', `${client}/rooms/${room}/send/m.room.message/edit`, { msgtype: 'm.text', body: '* 別', 'm.new_content': { msgtype: 'm.text', body: '別' }, 'm.relates_to': { rel_type: 'm.replace', event_id: theirs } })).status, 200);
  // Whoever is no owner of it deletes nothing either, though the room lets everybody redact.
  const weak = await send(gateway, 'PUT', `${client}/rooms/${room}/redact/${theirs}/w`, { token: member.getAccessToken(), body: '{}' });
  t.is(weak.body['reason'], 'not_sender');
  const after = await homeserver.state(scene, users[1] ?? '', users);
  t.deepEqual(after, before);
  // The look at the homeserver sees what would have been done: there, nothing stands in the way.
  t.is((await homeserver.ask('PUT', `${client}/rooms/${room}/redact/${theirs}/direct`, scene.attacker, {})).status, 200);
  t.notDeepEqual(await homeserver.state(scene, users[1] ?? '', users), before);

  await openIdTokens(t, city, attacker, homeserver.token);
  await upgraded(t, city, { attacker, author, room });
  writePart({
    part: 'doors', title: '同じ行いへの扉（本物の Synapse）/ doors to the same act, on a real Synapse', seconds: (performance.now() - begun) / 1000,
    groups: [...counts].map(([group, sent]) => ({ group, sent, reached: 0 })), findings,
    notes: ['試した後、発言・部屋の状態・端末・通知先・参加部屋をホームサーバに直接尋ね、変わっていないことを確かめた / afterwards the homeserver was asked directly: messages, state, devices, pushers, memberships are unchanged'],
  });
});

/** Sekisho's OpenID token opens nothing: neither the gateway nor the homeserver takes it for a login. */
async function openIdTokens(t: ExecutionContext, city: City, attacker: MatrixClient, asToken: string): Promise<void> {
  const { access_token: token } = await attacker.getOpenIdToken();
  t.not(token, asToken);
  for (const url of [city.gateways.lgwan, city.config.homeserver.url]) t.is((await send(url, 'GET', `${client}/account/whoami`, { token })).status, 401);
  t.not((await send(city.config.homeserver.url, 'GET', `/_matrix/federation/v1/openid/userinfo?access_token=${token}`)).status, 200);
}

/** The room that comes of an upgrade has no encryption, and its founder deletes nobody's message there. */
async function upgraded(t: ExecutionContext, city: City, { attacker, author, room }: { attacker: MatrixClient; author: MatrixClient; room: string }): Promise<void> {
  const homeserver = homeserverOf(city);
  const session = attacker.getAccessToken();
  const answer = await send(city.gateways.lgwan, 'POST', `${client}/rooms/${room}/upgrade`, { token: session, body: '{"new_version":"11"}' });
  t.is(answer.status, 200, JSON.stringify(answer.body));
  const next: string = answer.body['replacement_room'];
  for (const one of [room, next]) t.is((await homeserver.ask('GET', `${client}/rooms/${one}/state/m.room.encryption/`, attacker.getUserId() ?? '')).status, 404);
  await attacker.invite(next, author.getUserId() ?? '').catch(() => undefined);
  await author.joinRoom(next);
  const { event_id: theirs } = await author.sendTextMessage(next, '新しい部屋の発言');
  const redaction = await send(city.gateways.lgwan, 'PUT', `${client}/rooms/${next}/redact/${theirs}/u`, { token: session, body: '{}' });
  t.is(redaction.body['reason'], 'not_sender');
  const kept = await homeserver.ask('GET', `${client}/rooms/${next}/event/${theirs}`, author.getUserId() ?? '');
  t.is(kept.body['content']?.body, '新しい部屋の発言');
}
