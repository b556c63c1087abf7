/** 4.5.15 外部事業者などをゲストユーザーとして招待し、ゲストからはトークルームの作成ができない（一般ユーザーから招待されたトークルームのみで利用できる）状態に設定ができること. */
import anyTest, { type TestFn } from 'ava';
import { KnownMembership, Preset, type MatrixClient } from 'matrix-js-sdk';
import { startCity, type City } from '../harness/city.ts';
import { call } from './call.ts';
import { nextMessage, syncing } from './chat.ts';
import { eventually } from './eventually.ts';
import { staff } from './person.ts';
import { pathOf, sharedRoom } from './talk.ts';

const test = anyTest.serial as TestFn<{ city: City; sponsor: MatrixClient; guest: MatrixClient; roomId: string }>;
test.before(async (t) => {
  const city = await startCity();
  t.context.city = city;
  t.context.sponsor = await syncing(await city.login(staff(city, 4)));
  t.context.guest = await syncing(await city.login(city.people.guest, { zone: 'internet', address: '127.0.9.9', approvalCode: await city.admin.approvalCode(city.people.guest) }));
  t.context.roomId = await sharedRoom(t.context.sponsor, t.context.guest);
});
test.after.always((t) => t.context.city?.close());

test('a guest must be approved, wherever he is', async (t) => {
  const { city } = t.context;
  for (const zone of ['lgwan', 'internet'] as const) {
    t.like(await t.throwsAsync(city.login(city.people.guest, { zone })), { httpStatus: 403, data: { reason: 'device_not_approved' } });
  }
});

test('he talks in the room that he was invited to, reads, and sends files', async (t) => {
  const { sponsor, guest, roomId } = t.context;
  const asked = nextMessage(guest, roomId);
  await sponsor.sendTextMessage(roomId, '測量の日程は？');
  t.is((await asked).getContent()['body'], '測量の日程は？');
  const answered = nextMessage(sponsor, roomId);
  const { event_id: eventId } = await guest.sendTextMessage(roomId, '来週です');
  t.is((await answered).getContent()['body'], '来週です');
  await guest.sendReadReceipt(guest.getRoom(roomId)!.getLastLiveEvent()!);
  const { content_uri: url } = await guest.uploadContent(new Blob(['図面']), { name: '図面.txt', type: 'text/plain' });
  await guest.sendMessage(roomId, { msgtype: 'm.file', body: '図面.txt', url } as never);
  t.like(await guest.getProfileInfo(sponsor.getUserId()!), { displayname: '伊藤 直子' });
  await guest.redactEvent(roomId, eventId);
});

test('what is not his is refused, with the reason', async (t) => {
  const { city, sponsor, guest, roomId } = t.context;
  const { room_id: knockable } = await sponsor.createRoom({ preset: Preset.PrivateChat, initial_state: [{ type: 'm.room.join_rules', state_key: '', content: { join_rule: 'knock' } }] });
  // In the room he has all power, so it is not the homeserver that refuses.
  await sponsor.setPowerLevel(roomId, guest.getUserId()!, 99);
  const room = pathOf(roomId);
  const colleague = staff(city, 5).user;
  const doors: [string, string, unknown?][] = [
    ['POST', '/_matrix/client/v3/createRoom', {}],
    ['POST', '/_matrix/client/v3/createRoom', { is_direct: true, preset: 'trusted_private_chat', invite: [sponsor.getUserId()] }],
    ['POST', `${room}/invite`, { user_id: colleague }],
    ['POST', `${room}/kick`, { user_id: sponsor.getUserId() }],
    ['POST', `${room}/ban`, { user_id: colleague }],
    ['POST', `${room}/unban`, { user_id: colleague }],
    ['PUT', `${room}/state/m.room.member/${encodeURIComponent(colleague)}`, { membership: 'invite' }],
    ['PUT', `${room}/state/m.room.name`, { name: '乗っ取り' }],
    ['PUT', `${room}/state/m.room.name/`, { name: '乗っ取り' }],
    ['PUT', `${room}/state/m.room.join_rules/`, { join_rule: 'public' }],
    ['POST', `${room}/upgrade`, { new_version: '11' }],
    ['POST', '/_matrix/client/v3/user_directory/search', { search_term: '佐藤' }],
    ['GET', '/_matrix/client/v3/publicRooms'],
    ['POST', '/_matrix/client/v3/publicRooms', {}],
    ['GET', `/_matrix/client/v3/directory/room/${encodeURIComponent(`#x:${city.serverName}`)}`],
    ['PUT', `/_matrix/client/v3/directory/room/${encodeURIComponent(`#x:${city.serverName}`)}`, { room_id: roomId }],
    ['PUT', `/_matrix/client/v3/directory/list/room/${encodeURIComponent(roomId)}`, { visibility: 'public' }],
    ['POST', `/_matrix/client/v3/knock/${encodeURIComponent(knockable)}`, {}],
  ];
  for (const [method, path, body] of doors) {
    const answer = await call(city, method, path, { zone: 'internet', address: '127.0.9.9', token: guest.getAccessToken(), body });
    t.like(answer, { status: 403, body: { errcode: 'M_GUEST_ACCESS_FORBIDDEN', reason: 'guest_not_allowed' } }, `${method} ${path}`);
  }
  t.is((await sponsor.getStateEvent(roomId, 'm.room.name', ''))['name'], '窓口の相談');
});

test('he leaves, and comes back only by another invitation', async (t) => {
  const { sponsor, guest, roomId } = t.context;
  await guest.leave(roomId);
  await eventually('that he left', () => guest.getRoom(roomId)?.getMyMembership() === KnownMembership.Leave);
  await t.throwsAsync(guest.joinRoom(roomId), { message: /403/ });
  await sponsor.invite(roomId, guest.getUserId()!);
  await t.notThrowsAsync(guest.joinRoom(roomId));
});
