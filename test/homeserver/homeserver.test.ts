import { setTimeout as sleep } from 'node:timers/promises';
import test from 'ava';
import { createLog } from '#lib/log.ts';
import { createHomeserver } from '#homeserver/homeserver.ts';
import { HomeserverRefused, HomeserverUnavailable } from '#homeserver/homeserver-errors.ts';
import type { EventId, RoomId, UserId } from '#matrix/identifiers.ts';
import { freePort, serverName, startSynapse } from './synapse.ts';

const hanako = '@hanako:city.test' as UserId;
const log = createLog('silent');

test('the homeserver does what Sekisho asks of it', async (t) => {
  t.timeout(60_000);
  const synapse = await startSynapse(t, await freePort());
  const { registration } = synapse;
  const homeserver = createHomeserver({ url: synapse.url, registration, serverName, log });
  t.teardown(() => homeserver.close());

  const whoami = async (token: string) => (await fetch(`${synapse.url}/_matrix/client/v3/account/whoami`, { headers: { authorization: `Bearer ${token}` } })).status;
  const send = async (token: string, method: string, path: string, body: object) => {
    const answer = await fetch(`${synapse.url}/_matrix/client/v3${path}`, { method, headers: { authorization: `Bearer ${token}` }, body: JSON.stringify(body) });
    return await answer.json() as Record<string, string>;
  };

  t.true(await homeserver.available());
  await homeserver.provision(hanako, '山田 花子');
  await homeserver.provision(hanako, '佐藤 花子');
  t.deepEqual(await (await fetch(`${synapse.url}/_matrix/client/v3/profile/${hanako}`, { headers: { authorization: `Bearer ${registration.asToken}` } })).json(), { displayname: '佐藤 花子' });

  const first = await homeserver.mintToken(hanako, 'PHONE', 'Element X');
  const second = await homeserver.mintToken(hanako, 'PHONE', 'Element X');
  const other = await homeserver.mintToken(hanako, 'PC', null);
  // Two processes that mint for one device do not put each other out.
  t.deepEqual([await whoami(first), await whoami(second)], [200, 200]);

  const { room_id: roomId } = await send(other, 'POST', '/createRoom', { name: '総務課' }) as { room_id: RoomId };
  const { event_id: eventId } = await send(other, 'PUT', `/rooms/${roomId}/send/m.room.message/1`, { msgtype: 'm.text', body: '会議' }) as { event_id: EventId };
  t.is((await homeserver.event(other, roomId, eventId))?.sender, hanako);
  t.is(await homeserver.event(other, roomId, '$nothing' as EventId), null);
  t.deepEqual(await homeserver.joinedRooms(hanako), [roomId]);
  t.deepEqual(await homeserver.joinedMembers(hanako, roomId), [hanako]);
  const page = await homeserver.messages(hanako, roomId, null, 2);
  t.is(page.events[0]?.event_id, eventId);
  t.not(page.end, null);
  const whole = await homeserver.messages(hanako, roomId, null);
  t.is(whole.events.at(-1)?.type, 'm.room.create');
  t.is(whole.end === null ? null : (await homeserver.messages(hanako, roomId, whole.end)).end, null);

  await homeserver.setPusher(other, { kind: 'http', app_id: 'test', pushkey: 'k', app_display_name: 'x', device_display_name: 'x', lang: 'ja', data: { url: 'http://127.0.0.1/_matrix/push/v1/notify' } });
  await homeserver.setPusher(other, { kind: null, app_id: 'test', pushkey: 'k' });

  await homeserver.renameDevice(hanako, 'PC', '窓口の PC');
  t.is((await (await fetch(`${synapse.url}/_matrix/client/v3/devices/PC`, { headers: { authorization: `Bearer ${other}` } })).json() as { display_name: string }).display_name, '窓口の PC');
  await homeserver.deleteDevice(hanako, 'PHONE');
  await homeserver.deleteDevice(hanako, 'PHONE');
  t.is(await whoami(second), 401);
  t.is(await whoami(other), 200);

  const own = await homeserver.createOwnRoom();
  const now = await homeserver.writeOwnRoom(own, 1);
  t.not(await homeserver.writeOwnRoom(own, 2), now);

  await homeserver.deactivate(hanako);
  t.is(await whoami(other), 401);
  await t.throwsAsync(homeserver.mintToken(hanako, 'PC', null), { instanceOf: HomeserverRefused });
  await t.throwsAsync(homeserver.ping(), { instanceOf: HomeserverUnavailable });

  let back = 0;
  homeserver.watch(() => { back++; });
  await sleep(500);
  t.is(back, 0);
  await synapse.stop();
  t.false(await homeserver.available());
  await t.throwsAsync(homeserver.joinedRooms(hanako), { instanceOf: HomeserverUnavailable });
  await t.throwsAsync(homeserver.provision('@taro:city.test' as UserId, '太郎'), { instanceOf: HomeserverUnavailable });
  await sleep(300);
  await synapse.start();
  for (let tries = 0; tries < 30 && back === 0; tries++) await sleep(100);
  t.is(back, 1);
});
