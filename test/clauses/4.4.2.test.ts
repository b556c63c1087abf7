/** 4.4.2 ユーザーがトークルームで1対1または複数人でのチャットができること: rooms, invitations, aliases, knocking, spaces. */
import anyTest, { type TestFn } from 'ava';
import { KnownMembership, Preset, Visibility, type MatrixClient } from 'matrix-js-sdk';
import { nextMessage, syncing } from './chat.ts';
import { eventually } from './eventually.ts';
import { staff } from './person.ts';
import { startTalk, type Talk } from './talk.ts';

const test = anyTest.serial as TestFn<Talk>;
test.before(async (t) => { t.context = await startTalk(); });
test.after.always((t) => t.context.city?.close());

/** The client's own membership of a room, as its sync tells. */
const become = (client: MatrixClient, roomId: string, membership: string) =>
  eventually(`${membership} of ${roomId}`, () => client.getRoom(roomId)?.getMyMembership() === membership);

test('one to one: the invitation is seen as direct, and both talk', async (t) => {
  const { hanako, ichiro } = t.context;
  const other = ichiro.getUserId()!;
  const { room_id: roomId } = await hanako.createRoom({ preset: Preset.TrustedPrivateChat, is_direct: true, invite: [other] });
  await hanako.setAccountData('m.direct' as never, { [other]: [roomId] } as never);
  await become(ichiro, roomId, KnownMembership.Invite);
  t.is(ichiro.getRoom(roomId)?.getDMInviter(), hanako.getUserId()!);
  await ichiro.joinRoom(roomId);
  const shown = nextMessage(hanako, roomId);
  await ichiro.sendTextMessage(roomId, 'よろしくお願いします');
  t.is((await shown).getContent()['body'], 'よろしくお願いします');
  await eventually('m.direct', () => hanako.getAccountData('m.direct' as never) !== undefined);
});

test('a group: four people read the same; who leaves or is removed reads no more', async (t) => {
  const { city, hanako, ichiro } = t.context;
  const [misaki, kenta] = [await syncing(await city.login(staff(city, 2))), await syncing(await city.login(staff(city, 3)))];
  const guests = [ichiro, misaki, kenta];
  const { room_id: roomId } = await hanako.createRoom({ preset: Preset.PrivateChat, name: '防災会議', topic: '訓練の準備', invite: guests.map((client) => client.getUserId()!) });
  for (const client of guests) await client.joinRoom(roomId);
  const read = guests.map((client) => nextMessage(client, roomId));
  await hanako.sendTextMessage(roomId, '訓練は９時からです');
  for (const message of read) t.is((await message).getContent()['body'], '訓練は９時からです');
  t.is(Object.keys((await hanako.getJoinedRoomMembers(roomId)).joined).length, 4);

  await misaki.leave(roomId);
  await misaki.forget(roomId);
  await hanako.kick(roomId, kenta.getUserId()!, '異動のため');
  await become(kenta, roomId, KnownMembership.Leave);
  const { event_id: later } = await hanako.sendTextMessage(roomId, '二人になりました');
  for (const client of [misaki, kenta]) await t.throwsAsync(client.fetchRoomEvent(roomId, later), { message: /40[34]/ });
  await hanako.ban(roomId, kenta.getUserId()!);
  await t.throwsAsync(hanako.invite(roomId, kenta.getUserId()!), { message: /403/ });
  await hanako.unban(roomId, kenta.getUserId()!);
  await hanako.invite(roomId, kenta.getUserId()!);
  await become(kenta, roomId, KnownMembership.Invite);
});

test('an invitation is declined', async (t) => {
  const { hanako, ichiro } = t.context;
  const { room_id: roomId } = await hanako.createRoom({ preset: Preset.PrivateChat, invite: [ichiro.getUserId()!] });
  await become(ichiro, roomId, KnownMembership.Invite);
  await ichiro.leave(roomId);
  await eventually('the refusal', () => hanako.getRoom(roomId)?.getMember(ichiro.getUserId()!)?.membership === KnownMembership.Leave);
  t.pass();
});

test('a public room is found in the directory and joined by its alias', async (t) => {
  const { city, hanako, ichiro } = t.context;
  const { room_id: roomId } = await hanako.createRoom({ preset: Preset.PublicChat, visibility: Visibility.Public, room_alias_name: '全庁', name: '全庁のお知らせ' });
  const alias = `#全庁:${city.serverName}`;
  const found = await eventually('the room in the directory', async () => (await ichiro.publicRooms({ filter: { generic_search_term: 'お知らせ' } })).chunk[0]);
  t.like(found, { room_id: roomId, canonical_alias: alias });
  t.is((await ichiro.getRoomIdForAlias(alias)).room_id, roomId);
  t.is((await ichiro.getRoomSummary(alias)).name, '全庁のお知らせ');
  t.is((await ichiro.joinRoom(alias)).roomId, roomId);
  await become(ichiro, roomId, KnownMembership.Join);
});

test('who knocks is let in', async (t) => {
  const { hanako, ichiro } = t.context;
  const { room_id: roomId } = await hanako.createRoom({ preset: Preset.PrivateChat, initial_state: [{ type: 'm.room.join_rules', state_key: '', content: { join_rule: 'knock' } }] });
  await t.throwsAsync(ichiro.joinRoom(roomId), { message: /403/ });
  await ichiro.knockRoom(roomId, { reason: '担当になりました' });
  await eventually('the knock', () => hanako.getRoom(roomId)?.getMember(ichiro.getUserId()!)?.membership === KnownMembership.Knock);
  await hanako.invite(roomId, ichiro.getUserId()!);
  await ichiro.joinRoom(roomId);
  await become(ichiro, roomId, KnownMembership.Join);
  t.pass();
});

test('a space shows its rooms, and its members enter those that it opens', async (t) => {
  const { city, hanako, ichiro } = t.context;
  const { room_id: space } = await hanako.createRoom({ preset: Preset.PrivateChat, name: '総務課', creation_content: { type: 'm.space' }, power_level_content_override: { events_default: 100 }, invite: [ichiro.getUserId()!] });
  const { room_id: room } = await hanako.createRoom({
    preset: Preset.PrivateChat, name: '庶務',
    initial_state: [
      { type: 'm.space.parent', state_key: space, content: { via: [city.serverName], canonical: true } },
      { type: 'm.room.join_rules', state_key: '', content: { join_rule: 'restricted', allow: [{ type: 'm.room_membership', room_id: space }] } },
    ],
  });
  await hanako.sendStateEvent(space, 'm.space.child' as never, { via: [city.serverName], suggested: true } as never, room);
  await t.throwsAsync(ichiro.joinRoom(room), { message: /403/ });
  await ichiro.joinRoom(space);
  const { rooms } = await ichiro.getRoomHierarchy(space);
  t.deepEqual(rooms.map((entry) => [entry.room_id, entry.room_type, entry.name]), [[space, 'm.space', '総務課'], [room, undefined, '庶務']]);
  await ichiro.joinRoom(room);
  await eventually('the space', () => ichiro.getRoom(space)?.isSpaceRoom());
  await become(ichiro, room, KnownMembership.Join);
});
