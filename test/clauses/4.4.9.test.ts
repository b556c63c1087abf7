/** 4.4.9 送信者に限りメッセージの削除を行えること: whatever power somebody has in the room, and by whichever door. */
import anyTest, { type TestFn } from 'ava';
import { Preset } from 'matrix-js-sdk';
import { startCity, type City } from '../harness/city.ts';
import { call } from './call.ts';
import { keptBodies } from './kept.ts';
import { staff } from './person.ts';

const test = anyTest as TestFn<{ city: City }>;
test.before(async (t) => { t.context.city = await startCity(); });
test.after.always((t) => t.context.city.close());

test('the sender deletes; the owner of the room does not, by no door', async (t) => {
  const { city } = t.context;
  const owner = await city.login(staff(city, 0));
  const writer = await city.login(staff(city, 1));
  const { room_id: roomId } = await owner.createRoom({ preset: Preset.PrivateChat, invite: [staff(city, 1).user] });
  await writer.joinRoom(roomId);
  const { event_id: eventId } = await writer.sendTextMessage(roomId, '下書き');
  const room = `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}`;
  const token = owner.getAccessToken();
  const target = encodeURIComponent(eventId);

  const doors: [string, string, unknown, string][] = [
    ['PUT', `${room}/redact/${target}/t1`, {}, 'not_sender'],
    ['PUT', `${room}/redact/${target}/t2`, { 'org.matrix.msc3912.with_relations': ['m.replace'] }, 'not_sender'],
    ['POST', `${room}/redact/${target}`, {}, 'route_not_allowed'],
    ['PUT', `${room}/send/m.room.redaction/t3`, { redacts: eventId }, 'not_sender'],
    ['PUT', `${room}/send/m%2Eroom.redaction/t4`, { redacts: eventId }, 'not_sender'],
    ['PUT', `${room}/send/m.room.redaction/t5?org.matrix.msc4140.delay=1000`, { redacts: eventId }, 'route_not_allowed'],
    ['PUT', `${room}/send/m.room.message/t6?org.matrix.msc4140.delay=1000`, { msgtype: 'm.text', body: 'x' }, 'route_not_allowed'],
    ['PUT', `${room}/state/m.room.retention/`, { max_lifetime: 1000 }, 'not_sender'],
    ['PUT', `${room}/state/m.room.retention`, { max_lifetime: 1000 }, 'not_sender'],
    ['POST', `${room}/kick`, { user_id: staff(city, 1).user, redact_events: true }, 'not_sender'],
    ['POST', `${room}/ban`, { user_id: staff(city, 1).user, 'org.matrix.msc4293.redact_events': true }, 'not_sender'],
    ['PUT', `${room}/state/m.room.member/${encodeURIComponent(staff(city, 1).user)}`, { membership: 'ban', redact_events: true }, 'not_sender'],
  ];
  for (const [method, path, body, reason] of doors) {
    const answer = await call(city, method, path, { token, body });
    t.is(answer.body.reason, reason, `${method} ${path}`);
    t.true(answer.status >= 400, path);
  }
  const kept = await owner.fetchRoomEvent(roomId, eventId);
  t.is(kept.content?.['body'], '下書き');

  await writer.redactEvent(roomId, eventId);
  const gone = await owner.fetchRoomEvent(roomId, eventId);
  t.is(gone.content?.['body'], undefined);
});

test('an event that the caller cannot read can be deleted by nobody who only knows its id', async (t) => {
  const { city } = t.context;
  const writer = await city.login(staff(city, 2));
  const { room_id: roomId } = await writer.createRoom({ preset: Preset.PrivateChat });
  const { event_id: eventId } = await writer.sendTextMessage(roomId, '内部の検討');
  const outsider = await city.login(staff(city, 3));
  const answer = await call(city, 'PUT', `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/redact/${encodeURIComponent(eventId)}/x`, { token: outsider.getAccessToken(), body: {} });
  t.true(['not_sender', 'not_found'].includes(answer.body.reason));
  const unknown = await call(city, 'PUT', `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/redact/${encodeURIComponent('$nothing')}/x`, { token: writer.getAccessToken(), body: {} });
  t.is(unknown.body.reason, 'not_found');
});

test('a message deleted at once after it was sent is in the record with its text', async (t) => {
  const { city } = t.context;
  const writer = await city.login(staff(city, 4));
  const { room_id: roomId } = await writer.createRoom({ preset: Preset.PrivateChat });
  const sent: string[] = [];
  for (let i = 0; i < 10; i++) {
    const { event_id: eventId } = await writer.sendTextMessage(roomId, `すぐ消す ${i}`);
    await writer.redactEvent(roomId, eventId);
    sent.push(eventId);
  }
  t.deepEqual(await keptBodies(city, sent), sent.map((_, i) => `すぐ消す ${i}`));
});
