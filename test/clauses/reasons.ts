/**
 * Reason → a request that is refused with it, end to end. The compiler keeps the table as complete as the list of reasons: one
 * that only a later issue reaches stands in `later`, with its issue.
 */
import type { Reason } from '#policy/reasons.ts';
import type { Settings } from '#policy/settings.ts';
import { openDatabase } from '#store/database.ts';
import type { City } from '../harness/city.ts';
import { phoneAgent, type Seat } from '../harness/client.ts';
import { call, passwordLogin, type Answer, type CallOptions } from './call.ts';
import { staff } from './person.ts';

/** Reasons that nothing can be refused with yet. */
export const later = {
  purpose_required: 'issue 6: no endpoint reads talk data before the journal can be searched',
} satisfies Partial<Record<Reason, string>>;

const whoami = '/_matrix/client/v3/account/whoami';
const login = '/_matrix/client/v3/login';
const client = '/_matrix/client/v3';
const room = '!none:kasumi.example';

/** A fresh login of somebody of the staff. */
async function tokenOf(city: City, index: number, seat: Seat = {}): Promise<string> {
  return (await city.login(staff(city, index), seat)).getAccessToken() ?? '';
}

async function asStaff(city: City, method: string, path: string, options: CallOptions = {}): Promise<Answer> {
  return call(city, method, path, { token: await tokenOf(city, 0), ...options });
}

/** Logs in, has an administrator act on the device, and asks as that device. */
async function afterActOn(city: City, index: number, act: (id: string) => Promise<unknown>): Promise<Answer> {
  const session = await city.login(staff(city, index));
  const { items } = (await city.admin.request('GET', `devices?user_id=${encodeURIComponent(staff(city, index).user)}&limit=1000`)).body;
  await act(items.find((device: { device_id: string }) => device.device_id === session.getDeviceId()).id);
  return call(city, 'GET', whoami, { token: session.getAccessToken() });
}

/** Asks while the policy is another, and puts it back. */
async function under(city: City, change: (settings: Settings) => Settings, ask: () => Promise<Answer>): Promise<Answer> {
  const { settings } = (await city.admin.request('GET', 'policy')).body;
  const changed = await city.admin.request('PUT', 'policy', { settings: change(settings) });
  if (changed.status !== 200) throw new Error(JSON.stringify(changed.body));
  try {
    return await ask();
  } finally {
    await city.admin.request('PUT', 'policy', { settings });
  }
}

const encrypted = (settings: Settings): Settings => ({
  ...settings, admission: { ...settings.admission, lgwan: { ...settings.admission.lgwan, mobile: { must: ['listed'], posture: 'encrypted' } } },
});

async function reportedUnencrypted(city: City): Promise<Answer> {
  return under(city, encrypted, async () => {
    const phone = await city.login(staff(city, 1), { agent: phoneAgent });
    const { items } = (await city.admin.request('GET', `devices?user_id=${encodeURIComponent(staff(city, 1).user)}&limit=1000`)).body;
    const { id } = items.find((device: { device_id: string }) => device.device_id === phone.getDeviceId());
    await city.admin.request('PUT', `devices/${id}/posture`, { encrypted: false });
    return call(city, 'GET', whoami, { token: phone.getAccessToken(), agent: phoneAgent });
  });
}

async function last(ask: () => Promise<Answer>, times: number): Promise<Answer> {
  let answer = await ask();
  for (let i = 1; i < times; i++) answer = await ask();
  return answer;
}

async function changePerson(city: City, index: number, change: [method: string, path: string, body: unknown], back: [method: string, path: string, body: unknown]): Promise<Answer> {
  const token = await tokenOf(city, index);
  const person = `users/${encodeURIComponent(staff(city, index).user)}`;
  const changed = await city.admin.request(change[0], person + change[1], change[2]);
  if (changed.status !== 200) throw new Error(JSON.stringify(changed.body));
  const answer = await call(city, 'GET', whoami, { token });
  await city.admin.request(back[0], person + back[1], back[2]);
  return answer;
}

/** A database of which a table is gone: nothing that Sekisho foresees. */
async function withoutTable(city: City, table: string, ask: () => Promise<Answer>): Promise<Answer> {
  const knex = await openDatabase(city.config.database);
  try {
    await knex.schema.renameTable(table, 'elsewhere');
    return await ask();
  } finally {
    await knex.schema.renameTable('elsewhere', table);
    await knex.destroy();
  }
}

export const reach: Record<Exclude<Reason, keyof typeof later>, (city: City) => Promise<Answer>> = {
  route_not_allowed: (city) => asStaff(city, 'POST', `${client}/account/deactivate`, { body: {} }),
  method_not_allowed: (city) => asStaff(city, 'DELETE', whoami),
  bad_request: (city) => asStaff(city, 'GET', `${whoami}?user_id=%40x%3Akasumi.example`),
  not_json: (city) => call(city, 'POST', login, { body: '{"type":' }),
  too_large: (city) => asStaff(city, 'PUT', `${client}/rooms/${room}/send/m.room.message/1`, { body: { body: 'x'.repeat(1024 * 1024) } }),
  not_found: (city) => asStaff(city, 'GET', `${client}/devices/NOSUCHDEVICE`),
  conflict: (city) => city.admin.request('POST', 'users', { user_id: staff(city, 0).user, name: '二人目' }),
  token_missing: (city) => call(city, 'GET', whoami),
  token_unknown: (city) => call(city, 'GET', whoami, { token: 'forged' }),
  wrong_password: (city) => call(city, 'POST', login, { body: passwordLogin(staff(city, 5).user, 'wrong') }),
  async weak_password(city) {
    const { user, password } = staff(city, 2);
    const token = await tokenOf(city, 2);
    const ask = (auth?: unknown) => call(city, 'POST', `${client}/account/password`, { token, body: { new_password: 'password', ...(auth !== undefined && { auth }) } });
    const { session } = (await ask()).body;
    return ask({ ...passwordLogin(user, password), session });
  },
  too_many_attempts: (city) => last(() => call(city, 'POST', login, { body: passwordLogin('nobody', 'wrong'), address: '127.0.0.51' }), 11),
  rate_limited: (city) => under(city, (settings) => ({ ...settings, limits: { ...settings.limits, token: { per_second: 0.01, burst: 2 } } }), async () => {
    const token = await tokenOf(city, 3);
    return last(() => call(city, 'GET', whoami, { token }), 4);
  }),
  account_locked: (city) => changePerson(city, 4, ['POST', '/lock', {}], ['POST', '/unlock', {}]),
  account_expired: (city) => changePerson(city, 4, ['PATCH', '', { expires: '2020-01-01T00:00:00+09:00' }], ['PATCH', '', { expires: null }]),
  address_not_listed: (city) => asStaff(city, 'GET', whoami, { address: '127.0.7.7' }),
  device_not_approved: (city) => call(city, 'POST', login, { zone: 'internet', body: passwordLogin(staff(city, 5).user, staff(city, 5).password) }),
  device_suspended: (city) => afterActOn(city, 5, (id) => city.admin.request('POST', `devices/${id}/suspend`, {})),
  device_wiped: (city) => afterActOn(city, 5, (id) => city.admin.request('POST', `devices/${id}/wipe`, {})),
  posture_unknown: (city) => under(city, encrypted, async () => call(city, 'GET', whoami, { token: await tokenOf(city, 1, { agent: phoneAgent }), agent: phoneAgent })),
  posture_not_encrypted: reportedUnencrypted,
  registration_closed: (city) => call(city, 'POST', `${client}/register`, { body: { username: 'me', password: 'Kantan-2026' } }),
  not_admin: async (city) => city.admin.request('GET', 'users', undefined, { authorization: `Bearer ${await tokenOf(city, 0)}` }),
  async not_sender(city) {
    const [mine, theirs] = [await city.login(staff(city, 0)), await city.login(staff(city, 1))];
    const { room_id: roomId } = await mine.createRoom({ invite: [theirs.getUserId() ?? ''] });
    await theirs.joinRoom(roomId);
    const { event_id: eventId } = await theirs.sendTextMessage(roomId, '他人の発言');
    return call(city, 'PUT', `${client}/rooms/${encodeURIComponent(roomId)}/redact/${encodeURIComponent(eventId)}/1`, { token: mine.getAccessToken(), body: {} });
  },
  encryption_not_allowed: (city) => asStaff(city, 'PUT', `${client}/rooms/${room}/state/m.room.encryption/`, { body: { algorithm: 'm.megolm.v1.aes-sha2' } }),
  room_version_not_allowed: (city) => asStaff(city, 'POST', `${client}/createRoom`, { body: { room_version: '12' } }),
  third_party_not_allowed: (city) => asStaff(city, 'POST', `${client}/rooms/${room}/invite`, { body: { medium: 'email', address: 'x@example.com', id_server: 'id.example.com', id_access_token: 'x' } }),
  push_gateway_not_allowed: (city) => asStaff(city, 'POST', `${client}/pushers/set`, { body: { kind: 'http', app_id: 'a', pushkey: 'k', app_display_name: 'a', device_display_name: 'd', lang: 'ja', data: { url: 'https://push.example.com/_matrix/push/v1/notify' } } }),
  async guest_not_allowed(city) {
    const { guest } = city.people;
    const token = (await city.login(guest, { approvalCode: await city.admin.approvalCode(guest) })).getAccessToken();
    return call(city, 'POST', `${client}/createRoom`, { token, body: {} });
  },
  internal_error: (city) => withoutTable(city, 'attempts', () => call(city, 'POST', login, { body: passwordLogin('somebody', 'wrong') })),
  async homeserver_unavailable(city) {
    const token = await tokenOf(city, 0);
    await city.stopSynapse();
    try {
      return await call(city, 'GET', `${client}/joined_rooms`, { token });
    } finally {
      await city.startSynapse();
    }
  },
};
