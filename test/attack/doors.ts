/**
 * The doors of meaning (homeserver.md, "Ways round a gateway", 4): every way that leads to the same act. Somebody with all the
 * power in the room tries to delete another's message, to turn encryption on, to get a token, to carry bytes away.
 */
import type { Reason } from '#policy/reasons.ts';

export interface Door {
  group: string;
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** As it stands in the request line. */
  path: string;
  /** Sent as it stands when it is text. */
  body?: Record<string, unknown> | string;
  /** Whose token; `session` unless said otherwise. */
  as?: 'nobody' | 'session' | 'appservice' | 'device';
  reason: Reason;
}

/** What stands at the homeserver before the doors are tried. */
export interface Scene {
  room: string;
  /** Somebody else's message, and one of the attacker's own. */
  theirs: string;
  own: string;
  /** An ordinary member. */
  member: string;
  attacker: string;
  /** `server/mediaId` of a file in the room. */
  media: string;
}

const client = '/_matrix/client/v3';
const encrypted = { url: 'mxc://kasumi.example/x', key: { kty: 'oct', k: 'a' }, iv: 'a', hashes: { sha256: 'a' }, v: 'v2' };

export function doors(scene: Scene): Door[] {
  return [...deletion(scene), ...encryption(scene), ...tokens(scene), ...bytes(scene), ...inside(scene)];
}

function deletion({ room, theirs, own, member, attacker }: Scene): Door[] {
  const group = '他人の発言を消す / deleting another’s message';
  const at = `${client}/rooms/${room}`;
  const to = (method: Door['method'], path: string, reason: Reason, body: Door['body'] = {}): Door => ({ group, method, path, body, reason });
  const lasting = { max_lifetime: 1000 };
  return [
    to('PUT', `${at}/redact/${theirs}/d1`, 'not_sender'),
    to('PUT', `${at}/redact/${theirs.replace('$', '%24')}/d2`, 'not_sender', { reason: 'x' }),
    to('PUT', `${at.replace('v3', 'r0')}/redact/${theirs}/d3`, 'route_not_allowed'),
    to('PUT', `${at.replace('v3', 'unstable')}/redact/${theirs}/d3`, 'route_not_allowed'),
    to('POST', `${at}/redact/${theirs}`, 'route_not_allowed'),
    to('POST', `${at.replace('v3', 'r0')}/redact/${theirs}`, 'route_not_allowed'),
    to('PUT', `${at}/send/m.room.redaction/d4`, 'not_sender', { redacts: theirs }),
    to('PUT', `${at}/send/m.room%2Eredaction/d5`, 'not_sender', { redacts: theirs }),
    to('PUT', `${at}/send/m.room.redactio%6E/d5`, 'not_sender', { redacts: theirs }),
    to('POST', `${at}/send/m.room.redaction`, 'route_not_allowed', { redacts: theirs }),
    to('PUT', `${at}/redact/${own}/d6`, 'not_sender', { with_relations: ['*'] }),
    to('PUT', `${at}/redact/${own}/d7`, 'not_sender', { with_rel_types: ['m.thread'] }),
    to('PUT', `${at}/redact/${own}/d7`, 'not_sender', { 'org.matrix.msc3912.with_relations': ['*'] }),
    ...['ban', 'kick'].flatMap((act) => [
      to('POST', `${at}/${act}`, 'not_sender', { user_id: member, redact_events: true }),
      to('POST', `${at}/${act}`, 'not_sender', { user_id: member, 'org.matrix.msc4293.redact_events': true }),
      to('PUT', `${at}/${act}/d8`, 'route_not_allowed', { user_id: member, redact_events: true }),
    ]),
    to('PUT', `${at}/state/m.room.member/${member}`, 'not_sender', { membership: 'ban', redact_events: true }),
    to('PUT', `${at}/state/m.room.member/${member}`, 'not_sender', { membership: 'leave', 'org.matrix.msc4293.redact_events': true }),
    to('PUT', `${at}/state/m.room.redaction/x`, 'not_sender', { redacts: theirs }),
    to('PUT', `${at}/send/m.room.redaction/d9?org.matrix.msc4140.delay=1`, 'route_not_allowed', { redacts: theirs }),
    to('PUT', `${at}/redact/${theirs}/d9?org.matrix.msc4140.delay=1`, 'route_not_allowed'),
    to('PUT', `${at}/send/m.room.message/d9?org.matrix.msc4140.delay=1`, 'route_not_allowed', { msgtype: 'm.text', body: 'x' }),
    to('PUT', `${at}/state/m.room.topic/?org.matrix.msc4140.delay=1`, 'route_not_allowed', { topic: 'x' }),
    to('GET', '/_matrix/client/unstable/org.matrix.msc4140/delayed_events', 'route_not_allowed', ''),
    to('POST', '/_matrix/client/unstable/org.matrix.msc4140/delayed_events/x', 'route_not_allowed', { action: 'send' }),
    to('POST', '/_matrix/client/unstable/org.matrix.msc4140/delayed_events/x/send', 'route_not_allowed'),
    to('PUT', `${at}/state/m.room.retention`, 'not_sender', lasting),
    to('PUT', `${at}/state/m.room.retention/`, 'not_sender', lasting),
    to('PUT', `${at}/state/org.matrix.msc1763.retention/`, 'not_sender', lasting),
    to('POST', `${client}/createRoom`, 'not_sender', { initial_state: [{ type: 'm.room.retention', state_key: '', content: lasting }] }),
    to('POST', `${client}/account/deactivate`, 'route_not_allowed', { erase: true }),
    to('POST', `/_synapse/admin/v1/purge_history/${room}`, 'route_not_allowed', { delete_local_events: true }),
    to('DELETE', `/_synapse/admin/v1/rooms/${room}`, 'route_not_allowed', { purge: true }),
    to('POST', `/_synapse/admin/v1/user/${attacker}/redact`, 'route_not_allowed', { rooms: [] }),
  ];
}

function encryption({ room }: Scene): Door[] {
  const group = '暗号化を入れる / turning encryption on';
  const at = `${client}/rooms/${room}`;
  const to = (method: Door['method'], path: string, reason: Reason, body: Door['body'] = { algorithm: 'm.megolm.v1.aes-sha2' }): Door => ({ group, method, path, body, reason });
  const message = (content: Record<string, unknown>) => to('PUT', `${at}/send/m.room.message/e1`, 'encryption_not_allowed', { msgtype: 'm.file', body: 'x', ...content });
  return [
    ...['m.room.encryption', 'm.room.encryption/', 'm.room.encryption/x', 'm.room%2Eencryption', '%6D.room.encryption/', 'm.room.encrypted/x'].map((type) => to('PUT', `${at}/state/${type}`, 'encryption_not_allowed')),
    to('PUT', `${at.replace('v3', 'r0')}/state/m.room.encryption`, 'route_not_allowed'),
    to('PUT', `${at}/send/m.room.encrypted/e1`, 'encryption_not_allowed', { algorithm: 'm.megolm.v1.aes-sha2', ciphertext: 'x' }),
    to('PUT', `${at}/send/m.room.encrypte%64/e1`, 'encryption_not_allowed', { ciphertext: 'x' }),
    to('PUT', `${at}/send/m.room.encryption/e1`, 'encryption_not_allowed'),
    to('POST', `${at}/send/m.room.encrypted`, 'route_not_allowed', { ciphertext: 'x' }),
    message({ file: encrypted }),
    message({ info: { thumbnail_file: encrypted } }),
    message({ 'm.new_content': { msgtype: 'm.file', body: 'x', file: encrypted }, 'm.relates_to': { rel_type: 'm.replace', event_id: '$x' } }),
    message({ 'm.new_content': { info: { thumbnail_file: encrypted } } }),
    message({ 'dm.filament.gallery': { itemtypes: [{ file: encrypted }] } }),
    to('PUT', `${at}/send/m.sticker/e1`, 'encryption_not_allowed', { body: 'x', file: encrypted }),
    to('PUT', `${client}/createRoom/e1`, 'route_not_allowed', { initial_state: [{ type: 'm.room.encryption', content: {} }] }),
    to('POST', `${client}/createRoom`, 'bad_request', '{"initial_state":[{"type":"m.room.topic","type":"m.room.encryption","content":{}}]}'),
    to('POST', `${client}/createRoom`, 'bad_request', '{"initial_state":[],"initial_state":[{"type":"m.room.encryption","content":{}}]}'),
    to('POST', `${client}/createRoom`, 'room_version_not_allowed', { room_version: '12' }),
    to('POST', `${at}/upgrade`, 'room_version_not_allowed', { new_version: '12' }),
    to('POST', `${at}/upgrade`, 'room_version_not_allowed', { new_version: '10' }),
  ];
}

function tokens({ attacker }: Scene): Door[] {
  const group = 'トークンを得る / getting a token';
  const to = (method: Door['method'], path: string, reason: Reason, body: Door['body'] = {}, as: NonNullable<Door['as']> = 'nobody'): Door => ({ group, method, path, body, as, reason });
  const identifier = { type: 'm.id.user', user: attacker };
  const types = ['m.login.token', 'm.login.jwt', 'org.matrix.login.jwt', 'm.login.application_service', 'uk.half-shot.msc2778.login.application_service', 'm.login.sso', 'm.login.cas', 'm.login.dummy', 'm.login.guest'];
  return [
    ...types.map((type) => to('POST', `${client}/login`, 'bad_request', { type, identifier, token: 'x', user: attacker })),
    to('POST', `${client}/login`, 'bad_request', { type: 'm.login.application_service', identifier }, 'appservice'),
    to('POST', '/_matrix/client/r0/login', 'route_not_allowed', { type: 'm.login.application_service', identifier }, 'appservice'),
    to('POST', '/_matrix/client/api/v1/login', 'route_not_allowed', { type: 'm.login.application_service', identifier }, 'appservice'),
    ...['skr_x', 'syr_x_y_z', 'x'].map((token) => to('POST', `${client}/refresh`, 'token_unknown', { refresh_token: token })),
    to('POST', `${client}/register`, 'registration_closed', { username: 'intruder', password: 'x' }),
    to('POST', `${client}/register?kind=guest`, 'registration_closed'),
    to('POST', `${client}/register`, 'registration_closed', { type: 'm.login.application_service', username: 'intruder' }, 'appservice'),
    to('POST', '/_matrix/client/r0/register', 'route_not_allowed', { type: 'm.login.application_service', username: 'intruder' }, 'appservice'),
    to('POST', '/_matrix/client/v1/login/get_token', 'route_not_allowed', {}, 'session'),
    to('POST', '/_matrix/client/unstable/org.matrix.msc3882/login/token', 'route_not_allowed', {}, 'session'),
    to('GET', `${client}/login/sso/redirect?redirectUrl=http://evil.example`, 'route_not_allowed', ''),
    to('GET', `${client}/login/sso/redirect/idp?redirectUrl=http://evil.example`, 'route_not_allowed', ''),
    to('GET', `${client}/login/cas/ticket`, 'route_not_allowed', ''),
    to('GET', '/_matrix/client/v1/auth_metadata', 'route_not_allowed', ''),
    to('POST', '/_matrix/client/unstable/org.matrix.msc4108/rendezvous', 'route_not_allowed'),
    to('GET', '/_synapse/client/rendezvous/x', 'route_not_allowed', ''),
    to('GET', '/_synapse/client/pick_idp', 'route_not_allowed', ''),
    to('POST', '/_synapse/client/pick_username/submit', 'route_not_allowed'),
    to('POST', '/_synapse/admin/v1/register', 'route_not_allowed'),
    to('POST', `/_synapse/admin/v1/users/${attacker}/login`, 'route_not_allowed', {}, 'appservice'),
    to('POST', '/_synapse/mas/provision_user', 'route_not_allowed'),
    to('GET', `${client}/account/whoami`, 'token_unknown', '', 'appservice'),
    to('GET', `${client}/account/whoami`, 'token_unknown', '', 'device'),
    to('GET', `${client}/joined_rooms`, 'token_unknown', '', 'appservice'),
    to('GET', `${client}/joined_rooms?user_id=${encodeURIComponent(attacker)}`, 'bad_request', '', 'appservice'),
    to('GET', `${client}/joined_rooms?access_token=x`, 'bad_request', ''),
    to('GET', `${client}/joined_rooms`, 'token_missing', ''),
    to('POST', `${client}/user/@someone:kasumi.example/openid/request_token`, 'not_found', {}, 'session'),
  ];
}

function bytes({ media }: Scene): Door[] {
  const group = '中身を持ち出す / carrying bytes away';
  const to = (method: Door['method'], path: string, reason: Reason, body: Door['body'] = '', as: NonNullable<Door['as']> = 'session'): Door => ({ group, method, path, body, as, reason });
  const pusher = (more: Record<string, unknown>) => to('POST', `${client}/pushers/set`, 'push_gateway_not_allowed', { app_id: 'x', pushkey: 'x', app_display_name: 'x', device_display_name: 'x', lang: 'ja', kind: 'http', data: { url: 'http://127.0.0.1:9/_matrix/push/v1/notify' }, ...more });
  const legacy = ['r0', 'v1', 'v3'].flatMap((version) => [`download/${media}`, `download/${media}/name.png`, `thumbnail/${media}?width=32&height=32&method=crop`, 'preview_url?url=http://127.0.0.1'].map((rest) => `/_matrix/media/${version}/${rest}`));
  return [
    ...legacy.flatMap((path) => [to('GET', path, 'route_not_allowed', '', 'nobody'), to('GET', path, 'route_not_allowed')]),
    to('GET', `/_matrix/client/v1/media/download/${media}`, 'token_missing', '', 'nobody'),
    to('GET', `/_matrix/client/v1/media/thumbnail/${media}?width=32&height=32`, 'token_missing', '', 'nobody'),
    to('GET', '/_matrix/client/v1/media/preview_url?url=http://127.0.0.1', 'route_not_allowed'),
    to('GET', `/_matrix/client/unstable/org.matrix.msc3916/media/download/${media}`, 'route_not_allowed'),
    to('GET', `/_matrix/federation/v1/media/download/${media.split('/')[1]}`, 'route_not_allowed', '', 'nobody'),
    to('GET', `/_matrix/federation/v1/media/thumbnail/${media.split('/')[1]}`, 'route_not_allowed', '', 'nobody'),
    to('POST', '/_matrix/media/r0/upload', 'route_not_allowed', 'x'),
    pusher({ data: { url: 'http://push.evil.example/_matrix/push/v1/notify' } }),
    pusher({ data: { url: 'http://127.0.0.1:9@push.evil.example/_matrix/push/v1/notify' } }),
    pusher({ data: { url: 'http://127.0.0.1.evil.example/_matrix/push/v1/notify' } }),
    pusher({ data: { url: 'https://127.0.0.1:9\\@push.evil.example/_matrix/push/v1/notify' } }),
    pusher({ data: {} }),
    pusher({ kind: 'email', pushkey: 'x@evil.example', data: {} }),
    pusher({ kind: 'HTTP', data: { url: 'http://push.evil.example/' } }),
    to('POST', '/_matrix/client/r0/pushers/set', 'route_not_allowed', { kind: 'http' }),
  ];
}

function inside({ attacker }: Scene): Door[] {
  const group = '内側の API / the homeserver’s inside';
  const paths = [
    '/_synapse/admin/v1/server_version', '/_synapse/admin/v2/users', `/_synapse/admin/v1/whois/${attacker}`, `/_synapse/admin/v2/users/${attacker}/devices`, '/_synapse/admin/v1/rooms', '/_synapse/replication', '/_synapse',
    '/_synapse/client/new_user_consent', '/_matrix/static/', '/_matrix/client/v3/admin/whois/x', '/_matrix/client/r0/admin/whois/x', '/_matrix/federation/v1/version', '/_matrix/key/v2/server', '/_matrix/app/v1/users/x',
    '/health', '/metrics', '/_synapse/metrics', '/_sekisho/admin/v1/users', '/_sekisho/admin/v1/policy', '/', '/_matrix', '/_matrix/client/v3/thirdparty/protocols',
  ];
  return paths.flatMap((path) => (['session', 'appservice'] as const).map((as): Door => ({ group, method: 'GET', path, as, reason: 'route_not_allowed' })));
}
