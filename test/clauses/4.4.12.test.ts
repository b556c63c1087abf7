/** 4.4.12 トークルームごとに、通知・非通知の設定ができること: push rules of one room. */
import anyTest, { type TestFn } from 'ava';
import { NotificationCountType, PushRuleKind } from 'matrix-js-sdk';
import { eventually } from './eventually.ts';
import { pushTo, startPushGateway } from './push-gateway.ts';
import { sharedRoom, startTalk, type Talk } from './talk.ts';

const test = anyTest.serial as TestFn<Talk>;
test.before(async (t) => { t.context = await startTalk(); });
test.after.always((t) => t.context.city?.close());

test('a muted room is neither pushed nor counted; the others are; unmuted it is again', async (t) => {
  const { hanako, ichiro, roomId: muted } = t.context;
  const loud = await sharedRoom(hanako, ichiro);
  const gateway = await startPushGateway();
  t.teardown(() => gateway.close());
  await pushTo(ichiro, gateway.url);
  const pushed = (eventId: string) => gateway.pushed.some((push) => push.event_id === eventId);
  const unread = (roomId: string) => ichiro.getRoom(roomId)?.getRoomUnreadNotificationCount(NotificationCountType.Total);

  await ichiro.setRoomMutePushRule('global', muted, true);
  await eventually('the rule', () => ichiro.getRoomPushRule('global', muted) !== undefined);
  const { event_id: silent } = await hanako.sendTextMessage(muted, '静かに');
  const { event_id: heard } = await hanako.sendTextMessage(loud, '聞こえる');
  await eventually('the push of the other room', () => pushed(heard));
  await eventually('both messages', () => [muted, loud].every((roomId) => ichiro.getRoom(roomId)?.getLastLiveEvent()?.getId() === (roomId === muted ? silent : heard)));
  t.false(pushed(silent));
  t.deepEqual([unread(muted), unread(loud)], [0, 1]);

  await ichiro.setRoomMutePushRule('global', muted, false);
  const { event_id: again } = await hanako.sendTextMessage(muted, '再び');
  await eventually('the push after all', () => pushed(again));
});

test('rules are written, switched off and on, and removed', async (t) => {
  const { ichiro } = t.context;
  const rule = () => ichiro.getPushRules().then((rules) => rules.global.content?.find((each) => each.rule_id === '防災'));
  await ichiro.addPushRule('global', PushRuleKind.ContentSpecific, '防災', { pattern: '防災', actions: ['notify', { set_tweak: 'highlight' }] as never });
  t.like(await rule(), { pattern: '防災', enabled: true });
  await ichiro.setPushRuleEnabled('global', PushRuleKind.ContentSpecific, '防災', false);
  t.is((await rule())?.enabled, false);
  await ichiro.setPushRuleActions('global', PushRuleKind.ContentSpecific, '防災', ['notify'] as never);
  t.deepEqual((await rule())?.actions, ['notify'] as never);
  await ichiro.deletePushRule('global', PushRuleKind.ContentSpecific, '防災');
  t.is(await rule(), undefined);
});
