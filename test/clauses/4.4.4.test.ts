/** 4.4.4 送信したメッセージやファイルについて、既読・未読のユーザー数・名前がリアルタイムに把握できること: what clients see of each other (receipts, typing, read markers). */
import anyTest, { type TestFn } from 'ava';
import { ReceiptType, RoomEvent, RoomMemberEvent, type MatrixClient } from 'matrix-js-sdk';
import { call } from './call.ts';
import { syncing } from './chat.ts';
import { eventually } from './eventually.ts';
import { staff } from './person.ts';
import { pathOf, sharedRoom, startTalk, type Talk } from './talk.ts';

const test = anyTest.serial as TestFn<Talk>;
test.before(async (t) => { t.context = await startTalk(); });
test.after.always((t) => t.context.city?.close());

/** Sends a text, and waits until the reader's client has it. */
async function seen(writer: MatrixClient, reader: MatrixClient, roomId: string, text: string) {
  const { event_id: eventId } = await writer.sendTextMessage(roomId, text);
  return eventually(text, () => reader.getRoom(roomId)?.findEventById(eventId));
}

/** The receipts of others that come to the client from now on, as `[who, type, thread]`. */
function receipts(client: MatrixClient, roomId: string) {
  const came: [string, string, string | undefined][] = [];
  client.on(RoomEvent.Receipt, (event, room) => {
    if (room.roomId !== roomId) return;
    for (const types of Object.values(event.getContent<Record<string, Record<string, Record<string, { thread_id?: string }>>>>())) {
      for (const [type, readers] of Object.entries(types)) {
        for (const [who, { thread_id: thread }] of Object.entries(readers)) came.push([who, type, thread]);
      }
    }
  });
  return came;
}

test('the sender sees at once who has read', async (t) => {
  const { hanako, ichiro, roomId } = t.context;
  const event = await seen(hanako, ichiro, roomId, '至急ご確認ください');
  const sent = await eventually('the sender’s own copy', () => hanako.getRoom(roomId)?.findEventById(event.getId()!));
  const readers = () => hanako.getRoom(roomId)?.getUsersReadUpTo(sent) ?? [];
  t.false(readers().includes(ichiro.getUserId()!));
  await ichiro.sendReadReceipt(event);
  await eventually('the receipt', () => readers().includes(ichiro.getUserId()!));
});

test('a private receipt is for one’s own devices alone', async (t) => {
  const { city, hanako, ichiro } = t.context;
  const roomId = await sharedRoom(hanako, ichiro);
  const second = await syncing(await city.login(staff(city, 1)));
  const [byOthers, byOwn] = [receipts(hanako, roomId), receipts(second, roomId)];
  await ichiro.sendReadReceipt(await seen(hanako, ichiro, roomId, '一'), ReceiptType.ReadPrivate);
  await eventually('the private receipt on the other device', () => byOwn.some(([who, type]) => who === ichiro.getUserId() && type === 'm.read.private'));
  // What comes later has come, so the private one would have come too.
  await ichiro.sendReadReceipt(await seen(hanako, ichiro, roomId, '二'));
  await eventually('the public receipt', () => byOthers.length > 0);
  t.deepEqual(byOthers, [[ichiro.getUserId()!, 'm.read', byOthers[0]![2]]]);
});

test('receipts of threads say which', async (t) => {
  const { city, hanako, ichiro } = t.context;
  const roomId = await sharedRoom(hanako, ichiro);
  const { event_id: root } = await hanako.sendTextMessage(roomId, '議題');
  const { event_id: reply } = await hanako.sendMessage(roomId, { msgtype: 'm.text', body: '意見', 'm.relates_to': { rel_type: 'm.thread', event_id: root } } as never);
  const came = receipts(hanako, roomId);
  const receipt = (eventId: string, thread: string) => call(city, 'POST', `${pathOf(roomId)}/receipt/m.read/${encodeURIComponent(eventId)}`, { zone: 'internet', address: '127.0.9.9', token: ichiro.getAccessToken(), body: { thread_id: thread } });
  t.is((await receipt(reply, root)).status, 200);
  t.is((await receipt(root, 'main')).status, 200);
  await eventually('both receipts', () => came.length === 2);
  t.deepEqual(came.map(([, , thread]) => thread), [root, 'main']);
});

test('typing is seen while it lasts', async (t) => {
  const { hanako, ichiro, roomId } = t.context;
  const states: boolean[] = [];
  hanako.on(RoomMemberEvent.Typing, (_event, member) => { if (member.userId === ichiro.getUserId()) states.push(member.typing); });
  await ichiro.sendTyping(roomId, true, 20_000);
  await eventually('typing', () => states.at(-1) === true);
  await ichiro.sendTyping(roomId, false, 0);
  await eventually('no more typing', () => states.at(-1) === false);
  t.deepEqual(states, [true, false]);
});

test('how far one has read is known to one’s other devices', async (t) => {
  const { city, hanako, ichiro, roomId } = t.context;
  const second = await syncing(await city.login(staff(city, 1)));
  const event = await seen(hanako, ichiro, roomId, 'ここまで');
  await ichiro.setRoomReadMarkers(roomId, event.getId()!, event);
  await eventually('the marker', () => second.getRoom(roomId)?.getAccountData('m.fully_read')?.getContent()['event_id'] === event.getId());
  await eventually('the receipt', () => hanako.getRoom(roomId)?.hasUserReadEvent(ichiro.getUserId()!, event.getId()!));
  t.pass();
});
