import test from 'ava';
import { login } from '#gateway/handlers/login.ts';
import { hana, hour, password, reasonsOf } from '../../identity/house.ts';
import { openGate } from './exchanges.ts';

const identifier = { type: 'm.id.user', user: 'hana' };
const right = { type: 'm.login.password', identifier, password };

test('the answer is the specification’s, without what was not asked for', async (t) => {
  const { rooms, exchange } = await openGate(t);
  const { status, body } = await login(exchange({ ...right, device_id: 'PC', initial_device_display_name: '窓口', 'org.example.unknown': [1] }), rooms);
  t.is(status, 200);
  const { access_token: token, ...rest } = body as Record<string, unknown>;
  t.regex(String(token), /^sks_/);
  t.deepEqual(rest, {
    user_id: hana, device_id: 'PC',
    well_known: { 'm.homeserver': { base_url: 'https://chat.city.example.jp' }, 'io.element.e2ee': { force_disable: true } },
  });
});

test('a refresh token comes to who asks for one', async (t) => {
  const { rooms, exchange } = await openGate(t);
  const { body } = await login(exchange({ ...right, refresh_token: true }), rooms);
  t.like(body, { expires_in_ms: hour });
  t.regex(String((body as Record<string, unknown>)['refresh_token']), /^skr_/);
});

test('the deprecated form of the user, empty and null fields are understood', async (t) => {
  const { rooms, exchange, house } = await openGate(t);
  for (const body of [
    { type: 'm.login.password', user: hana, password },
    { ...right, device_id: '', initial_device_display_name: '' },
    { ...right, device_id: null, initial_device_display_name: null, refresh_token: null, 'jp.sekisho.approval_code': null },
    { ...right, initial_device_display_name: '長'.repeat(300) },
  ]) t.is((await login(exchange(body), rooms)).status, 200);
  for (const { displayName } of await house.store.devices.ofUser(hana)) t.true((displayName?.length ?? 0) <= 100);
});

test('the approval code is taken from its own key', async (t) => {
  const { rooms, exchange, house } = await openGate(t);
  const phone = { class: 'mobile', zone: 'internet', address: '127.0.9.9' } as const;
  t.deepEqual(await reasonsOf(login(exchange(right, phone), rooms)), ['device_not_approved']);
  t.is((await login(exchange({ ...right, 'jp.sekisho.approval_code': await house.code() }, phone), rooms)).status, 200);
});

for (const [what, body] of Object.entries({
  'no body': undefined, 'no type': { identifier, password }, 'another type': { ...right, type: 'm.login.token' }, 'the application service’s': { ...right, type: 'm.login.application_service' },
  'a telephone number': { ...right, identifier: { type: 'm.id.phone', country: 'JP', phone: '0900000000' } }, 'a mail address': { ...right, identifier: { type: 'm.id.thirdparty', medium: 'email', address: 'a@b' } },
  'no user': { type: 'm.login.password', password }, 'no password': { type: 'm.login.password', identifier }, 'a number for a password': { ...right, password: 7 },
  'a device ID with a control character': { ...right, device_id: 'A\u0000B' }, 'half a character': { ...right, device_id: 'A\ud800' }, 'a device ID of 256 characters': { ...right, device_id: 'x'.repeat(256) },
  'a device ID that is a list': { ...right, device_id: ['A'] }, 'a name with a line break': { ...right, initial_device_display_name: 'a\nb' }, 'an endless user': { ...right, identifier: { ...identifier, user: 'x'.repeat(1001) } },
})) {
  test(`${what} is a bad request`, async (t) => {
    const { rooms, exchange, house } = await openGate(t);
    t.deepEqual(await reasonsOf(login(exchange(body), rooms)), ['bad_request']);
    t.deepEqual(await house.store.devices.ofUser(hana), []);
  });
}

test('a device ID of 255 characters is one', async (t) => {
  const { rooms, exchange } = await openGate(t);
  t.like((await login(exchange({ ...right, device_id: 'x'.repeat(255) }), rooms)).body, { device_id: 'x'.repeat(255) });
});
