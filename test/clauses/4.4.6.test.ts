/** 4.4.6 新着メッセージがある場合、リアルタイムに通知されること: unread counts, highlights, and push to a gateway that the city allows; people are found to be written to. */
import anyTest, { type TestFn } from 'ava';
import { NotificationCountType } from 'matrix-js-sdk';
import { eventually } from './eventually.ts';
import { staff } from './person.ts';
import { pushTo, startPushGateway } from './push-gateway.ts';
import { sharedRoom, startTalk, type Talk } from './talk.ts';

const test = anyTest.serial as TestFn<Talk>;
test.before(async (t) => { t.context = await startTalk(); });
test.after.always((t) => t.context.city?.close());

test('unread messages are counted, mentions apart, until they are read', async (t) => {
  const { hanako, ichiro } = t.context;
  const roomId = await sharedRoom(hanako, ichiro);
  const unread = () => [NotificationCountType.Total, NotificationCountType.Highlight].map((type) => ichiro.getRoom(roomId)?.getRoomUnreadNotificationCount(type)).join();
  await hanako.sendTextMessage(roomId, '一件目');
  await eventually('one unread', () => unread() === '1,0');
  const { event_id: mention } = await hanako.sendMessage(roomId, { msgtype: 'm.text', body: '鈴木さん、お願いします', 'm.mentions': { user_ids: [ichiro.getUserId()!] } } as never);
  await eventually('two unread, one of them a mention', () => unread() === '2,1');
  const { notifications } = await ichiro.http.authedRequest<{ notifications: { event: { event_id: string } }[] }>('GET' as never, '/notifications', { only: 'highlight' });
  t.deepEqual(notifications.map(({ event }) => event.event_id), [mention]);
  await ichiro.sendReadReceipt(ichiro.getRoom(roomId)!.findEventById(mention)!);
  await eventually('none unread', () => unread() === '0,0');
});

test('a push arrives at the gateway of the client’s choice, with what a phone shows', async (t) => {
  const { hanako, ichiro } = t.context;
  const gateway = await startPushGateway();
  t.teardown(() => gateway.close());
  await pushTo(ichiro, gateway.url);
  t.deepEqual((await ichiro.getPushers()).pushers.map(({ pushkey, data }) => [pushkey, data.url]), [['key', gateway.url]]);
  const roomId = await sharedRoom(hanako, ichiro);
  const { event_id: eventId } = await hanako.sendTextMessage(roomId, '新着です');
  const push = await eventually('the push', () => gateway.pushed.find((candidate) => candidate.event_id === eventId));
  t.like(push, { room_name: '窓口の相談', sender_display_name: '佐藤 花子', content: { body: '新着です' }, devices: [{ pushkey: 'key' }] });
  t.true(push.counts!.unread! >= 1);

  await ichiro.removePusher('key', 'jp.example.app');
  t.deepEqual((await ichiro.getPushers()).pushers, []);
});

test('pushes go nowhere else', async (t) => {
  const { ichiro } = t.context;
  for (const url of ['https://push.example.com/_matrix/push/v1/notify', 'http://127.0.0.1.example.com/_matrix/push/v1/notify', 'http://127.0.0.1:9@push.example.com/_matrix/push/v1/notify']) {
    t.like(await t.throwsAsync(pushTo(ichiro, url)), { httpStatus: 403, data: { reason: 'push_gateway_not_allowed' } }, url);
  }
});

test('staff find each other in the directory, by name and by number', async (t) => {
  const { city, hanako } = t.context;
  const misaki = staff(city, 2);
  for (const term of ['高橋', '美咲', '高橋 美咲', 's2001']) {
    const { results } = await eventually(term, async () => {
      const found = await hanako.searchUserDirectory({ term });
      return found.results.length > 0 && found;
    });
    t.deepEqual(results.map(({ user_id: id, display_name: name }) => [id, name]), [[misaki.user, '高橋 美咲']], term);
  }
});
