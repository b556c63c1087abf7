/** 4.5.7 サービス内のトーク履歴、ファイルのデータを管理者で取得できること: hence nothing is encrypted between the clients, by whichever door it is tried. */
import anyTest, { type TestFn } from 'ava';
import { Preset } from 'matrix-js-sdk';
import { call } from './call.ts';
import { pathOf, startTalk, type Talk } from './talk.ts';

const test = anyTest.serial as TestFn<Talk>;
test.before(async (t) => { t.context = await startTalk(); });
test.after.always((t) => t.context.city?.close());

const algorithm = { algorithm: 'm.megolm.v1.aes-sha2' };
const encryption = { type: 'm.room.encryption', state_key: '', content: algorithm };
const refused = { status: 403, body: { errcode: 'M_FORBIDDEN', reason: 'encryption_not_allowed' } };
const file = { url: 'mxc://kasumi.example/abc', v: 'v2', key: { kty: 'oct', alg: 'A256CTR', k: 'a', ext: true, key_ops: ['encrypt', 'decrypt'] }, iv: 'a', hashes: { sha256: 'a' } };

test('a room that is asked to be encrypted comes out unencrypted, and all else as asked', async (t) => {
  const { hanako, ichiro } = t.context;
  const { room_id: roomId } = await hanako.createRoom({
    preset: Preset.TrustedPrivateChat, name: '暗号化の部屋', invite: [ichiro.getUserId()!],
    initial_state: [encryption, { type: 'm.room.history_visibility', state_key: '', content: { history_visibility: 'joined' } }],
  });
  const state = await hanako.roomState(roomId);
  t.false(state.some((event) => event.type === 'm.room.encryption'));
  t.is(state.find((event) => event.type === 'm.room.name')?.content['name'], '暗号化の部屋');
  t.is(state.find((event) => event.type === 'm.room.history_visibility')?.content['history_visibility'], 'joined');
  await ichiro.joinRoom(roomId);
  await t.notThrowsAsync(ichiro.sendTextMessage(roomId, '読めます'));
});

test('every other door is shut, to the owner of the room as well', async (t) => {
  const { city, hanako, roomId } = t.context;
  const room = pathOf(roomId);
  const ciphertext = { ...algorithm, ciphertext: 'AwgA', session_id: 's', sender_key: 'k', device_id: 'D' };
  const doors: [string, unknown][] = [
    [`${room}/state/m.room.encryption`, algorithm],
    [`${room}/state/m.room.encryption/`, algorithm],
    [`${room}/state/m%2Eroom%2Eencryption/`, algorithm],
    [`${room}/state/m.room.encryption/key`, algorithm],
    [`${room}/send/m.room.encryption/t1`, algorithm],
    [`${room}/send/m.room.encrypted/t2`, ciphertext],
    [`${room}/send/m%2eroom%2eencrypted/t3`, ciphertext],
    [`${room}/state/m.room.encrypted/`, ciphertext],
  ];
  for (const [path, body] of doors) t.like(await call(city, 'PUT', path, { token: hanako.getAccessToken(), body }), refused, path);
  t.false((await hanako.roomState(roomId)).some((event) => event.type === 'm.room.encryption'));
});

test('an upgrade brings no encryption either', async (t) => {
  const { hanako } = t.context;
  const { room_id: roomId } = await hanako.createRoom({ preset: Preset.PrivateChat, initial_state: [encryption] });
  const { replacement_room: next } = await hanako.upgradeRoom(roomId, '11');
  t.false((await hanako.roomState(next)).some((event) => event.type === 'm.room.encryption'));
  t.like(await t.throwsAsync(hanako.upgradeRoom(next, '12')), { httpStatus: 400, data: { reason: 'room_version_not_allowed' } });
  t.like(await t.throwsAsync(hanako.createRoom({ room_version: '12' })), { httpStatus: 400, errcode: 'M_UNSUPPORTED_ROOM_VERSION', data: { reason: 'room_version_not_allowed' } });
});

test('encrypted attachments are refused wherever they hide; plain ones pass', async (t) => {
  const { city, hanako, roomId } = t.context;
  const send = (type: string, body: unknown, i: number) => call(city, 'PUT', `${pathOf(roomId)}/send/${type}/f${i}`, { token: hanako.getAccessToken(), body });
  const hidden: [string, Record<string, unknown>][] = [
    ['m.room.message', { msgtype: 'm.file', body: '資料.pdf', file }],
    ['m.room.message', { msgtype: 'm.image', body: '写真.png', url: 'mxc://kasumi.example/abc', info: { thumbnail_file: file } }],
    ['m.room.message', { msgtype: 'm.text', body: '* x', 'm.new_content': { msgtype: 'm.file', body: 'x', file }, 'm.relates_to': { rel_type: 'm.replace', event_id: '$x' } }],
    ['m.room.message', { msgtype: 'dm.filament.gallery', body: 'x', itemtypes: [{ itemtype: 'm.image', body: 'x', file }] }],
    ['m.room.message', { msgtype: 'm.file', body: 'x', file: { url: 'mxc://kasumi.example/abc', iv: 'a' } }],
    ['m.sticker', { body: 'x', url: 'mxc://kasumi.example/abc', info: { thumbnail_file: file } }],
  ];
  for (const [i, [type, body]] of hidden.entries()) t.like(await send(type, body, i), refused, JSON.stringify(body));
  const plain = { msgtype: 'm.image', body: '写真.png', url: 'mxc://kasumi.example/abc', info: { thumbnail_url: 'mxc://kasumi.example/abd', mimetype: 'image/png' } };
  t.is((await send('m.room.message', plain, 100)).status, 200);
});
