/** 4.4.10 トークルーム内の重要情報をノートまたはピン止めなどで、留めておけること: pinned events. */
import anyTest, { type TestFn } from 'ava';
import { eventually } from './eventually.ts';
import { startTalk, type Talk } from './talk.ts';

const test = anyTest.serial as TestFn<Talk>;
test.before(async (t) => { t.context = await startTalk(); });
test.after.always((t) => t.context.city?.close());

test('what is pinned stays in sight of all, until it is taken down', async (t) => {
  const { hanako, ichiro, roomId } = t.context;
  const { event_id: eventId } = await hanako.sendTextMessage(roomId, '緊急連絡先は内線 110');
  const pin = (pinned: string[]) => hanako.sendStateEvent(roomId, 'm.room.pinned_events' as never, { pinned } as never, '');
  const seen = () => ichiro.getRoom(roomId)?.currentState.getStateEvents('m.room.pinned_events', '')?.getContent()['pinned'] as string[] | undefined;
  await pin([eventId]);
  await eventually('the pin', () => seen()?.[0] === eventId);
  t.is((await ichiro.fetchRoomEvent(roomId, eventId)).content?.['body'], '緊急連絡先は内線 110');
  t.deepEqual((await ichiro.getStateEvent(roomId, 'm.room.pinned_events', ''))['pinned'], [eventId]);
  await pin([]);
  await eventually('no pin', () => seen()?.length === 0);
});

test('a member whom the room gives no such power cannot pin; one who got it can', async (t) => {
  const { hanako, ichiro, roomId } = t.context;
  const { event_id: eventId } = await ichiro.sendTextMessage(roomId, '議事録です');
  const pin = () => ichiro.sendStateEvent(roomId, 'm.room.pinned_events' as never, { pinned: [eventId] } as never, '');
  t.like(await t.throwsAsync(pin()), { httpStatus: 403, errcode: 'M_FORBIDDEN' });
  await hanako.setPowerLevel(roomId, ichiro.getUserId()!, 50);
  await t.notThrowsAsync(pin());
});
