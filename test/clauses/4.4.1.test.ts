/** 4.4.1 登録されたユーザー間で、文字およびスタンプによる双方向のやり取り（チャット）ができること: with a stock client library, across the zones. */
import anyTest, { type TestFn } from 'ava';
import { RelationType, type MatrixClient, type MatrixEvent } from 'matrix-js-sdk';
import { eventually } from './eventually.ts';
import { startTalk, type Talk } from './talk.ts';
import { sorted } from '../harness/sorted.ts';

const test = anyTest.serial as TestFn<Talk>;
test.before(async (t) => { t.context = await startTalk(); });
test.after.always((t) => t.context.city?.close());

/** The event as the client shows it, when its sync has brought it. */
function shown(client: MatrixClient, roomId: string, eventId: string): Promise<MatrixEvent> {
  return eventually(eventId, () => client.getRoom(roomId)?.findEventById(eventId));
}

test('text goes both ways, emoji and rare characters included', async (t) => {
  const { hanako, ichiro, roomId } = t.context;
  const asked = await hanako.sendTextMessage(roomId, '𠮷野さん、書類は届きましたか？🙇🏽‍♀️');
  t.is((await shown(ichiro, roomId, asked.event_id)).getContent()['body'], '𠮷野さん、書類は届きましたか？🙇🏽‍♀️');
  const answered = await ichiro.sendHtmlMessage(roomId, '届きました👍\n髙﨑', '届きました👍<br>髙﨑');
  t.like((await shown(hanako, roomId, answered.event_id)).getContent(), { body: '届きました👍\n髙﨑', formatted_body: '届きました👍<br>髙﨑' });
});

test('a stamp arrives as a sticker', async (t) => {
  const { hanako, ichiro, roomId } = t.context;
  const { content_uri: url } = await hanako.uploadContent(new Blob(['<svg/>']), { name: 'ありがとう.png', type: 'image/png' });
  const { event_id: eventId } = await hanako.sendStickerMessage(roomId, url, { w: 256, h: 256, mimetype: 'image/png' }, 'ありがとう');
  const event = await shown(ichiro, roomId, eventId);
  t.is(event.getType(), 'm.sticker');
  t.like(event.getContent(), { body: 'ありがとう', url, info: { w: 256 } });
});

test('a reaction is seen, counts once, and is taken back', async (t) => {
  const { hanako, ichiro, roomId } = t.context;
  const { event_id: eventId } = await hanako.sendTextMessage(roomId, '明日は休みます');
  const reaction = { 'm.relates_to': { rel_type: RelationType.Annotation, event_id: eventId, key: '👍' } } as const;
  const react = () => ichiro.sendEvent(roomId, 'm.reaction' as never, reaction as never);
  const { event_id: reactionId } = await react();
  const related = async () => (await hanako.relations(roomId, eventId, RelationType.Annotation, 'm.reaction')).events;
  t.deepEqual((await related()).map((event) => [event.getSender(), event.getRelation()?.key]), [[ichiro.getUserId(), '👍']]);
  t.like(await t.throwsAsync(react()), { errcode: 'M_DUPLICATE_ANNOTATION' });
  await ichiro.redactEvent(roomId, reactionId);
  t.deepEqual(await related(), []);
});

test('an edit takes the place of what was written', async (t) => {
  const { hanako, ichiro, roomId } = t.context;
  const { event_id: eventId } = await hanako.sendTextMessage(roomId, '会議は３時');
  await hanako.sendMessage(roomId, {
    msgtype: 'm.text', body: '* 会議は４時', 'm.new_content': { msgtype: 'm.text', body: '会議は４時' },
    'm.relates_to': { rel_type: RelationType.Replace, event_id: eventId },
  } as never);
  const event = await shown(ichiro, roomId, eventId);
  await eventually('the edit', () => event.getContent()['body'] === '会議は４時');
  t.pass();
});

test('replies and threads', async (t) => {
  const { hanako, ichiro, roomId } = t.context;
  const { event_id: root } = await hanako.sendTextMessage(roomId, '予算案について');
  const { event_id: reply } = await ichiro.sendMessage(roomId, { msgtype: 'm.text', body: '拝見します', 'm.relates_to': { 'm.in_reply_to': { event_id: root } } } as never);
  t.is((await shown(hanako, roomId, reply)).replyEventId, root);

  const { event_id: first } = await ichiro.sendMessage(roomId, { msgtype: 'm.text', body: '１件目', 'm.relates_to': { rel_type: RelationType.Thread, event_id: root } } as never);
  const { event_id: second } = await hanako.sendMessage(roomId, { msgtype: 'm.text', body: '２件目', 'm.relates_to': { rel_type: RelationType.Thread, event_id: root } } as never);
  const { events } = await ichiro.relations(roomId, root, RelationType.Thread, null);
  t.deepEqual(sorted(events.map((event) => event.getId())), sorted([first, second]));
  const { chunk } = await ichiro.createThreadListMessagesRequest(roomId, null);
  t.deepEqual(chunk.map((event) => event.event_id), [root]);
});

test('the past is read page by page, and around one message', async (t) => {
  const { hanako, ichiro, roomId } = t.context;
  const sent: string[] = [];
  for (let i = 0; i < 5; i++) sent.push((await hanako.sendTextMessage(roomId, `連絡 ${i}`)).event_id);
  const page = await ichiro.createMessagesRequest(roomId, null, 3, 'b' as never);
  t.deepEqual(page.chunk.map((event) => event.event_id), sent.slice(2).toReversed());
  const next = await ichiro.createMessagesRequest(roomId, page.end ?? null, 2, 'b' as never);
  t.deepEqual(next.chunk.map((event) => event.event_id), sent.slice(0, 2).toReversed());
  t.is((await ichiro.fetchRoomEvent(roomId, sent[0]!)).content?.['body'], '連絡 0');
});
