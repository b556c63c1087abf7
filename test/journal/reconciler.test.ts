import { setTimeout as sleep } from 'node:timers/promises';
import test from 'ava';
import { compare } from '#journal/comparison.ts';
import { createJournal } from '#journal/journal.ts';
import { systemClock } from '#lib/clock.ts';
import { serverName } from '../homeserver/synapse.ts';
import { openTestStore } from '../harness/store.ts';
import { hanako, startCity, taro, until } from './city.ts';
import { sorted } from '../harness/sorted.ts';

const numbered = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => `会議 ${from + n}`);

test.serial('transactions arrive and are kept in order, and redactions find their target kept', async (t) => {
  const city = await startCity(t);
  await city.listen();
  const token = await city.login(hanako);
  const roomId = await city.createRoom(token);
  for (const text of numbered(0, 30)) await city.say(token, roomId, text);
  await until('30 messages', async () => (await city.kept(roomId)).length === 30);
  t.deepEqual(await city.kept(roomId), numbered(0, 30).map((text) => [text, 'transaction']));

  await city.client(token, 'POST', `/rooms/${roomId}/receipt/m.read/${await city.say(token, roomId, '既読')}`, {});
  await until('a receipt', async () => (await city.store.receipts.after(0, 10)).length > 0);

  for (const text of numbered(0, 10)) {
    const eventId = await city.say(token, roomId, `削除 ${text}`);
    t.deepEqual(await city.journal.keepTarget({ roomId, eventId, token }), { sender: hanako });
    await city.client(token, 'PUT', `/rooms/${roomId}/redact/${eventId}/${text}`, {});
    t.is((await city.store.events.get(eventId))?.event.content.body, `削除 ${text}`);
  }
});

test.serial('a backlog comes at once when Sekisho starts, and what was redacted meanwhile was kept before', async (t) => {
  const city = await startCity(t);
  const token = await city.login(hanako);
  const roomId = await city.createRoom(token);
  for (const text of numbered(0, 40)) await city.say(token, roomId, text);
  const eventId = await city.say(token, roomId, '消す発言');
  t.deepEqual(await city.journal.keepTarget({ roomId, eventId, token }), { sender: hanako });
  await city.client(token, 'PUT', `/rooms/${roomId}/redact/${eventId}/1`, {});
  // It tried after 2 and 6 seconds; without the ping it would be 14 before it tries again.
  await sleep(7000);
  await city.listen();
  const begun = systemClock();
  const reconciler = city.reconcile();
  await reconciler.settled();
  t.true(systemClock() - begun < 6000, `${systemClock() - begun} ms`);
  t.deepEqual(await city.kept(roomId), [...numbered(0, 40), '消す発言'].map((text) => [text, 'transaction']));
  t.false(reconciler.reconciling);
});

test.serial('nothing is missing after the homeserver was restarted while Sekisho was held up', async (t) => {
  const city = await startCity(t);
  await city.listen();
  const token = await city.login(hanako);
  const roomId = await city.createRoom(token);
  const reconciler = city.reconcile();
  await reconciler.settled();
  await city.say(token, roomId, '前');
  await until('the first message', async () => (await city.kept(roomId)).length === 1);

  const letGo = city.holdUp();
  for (const text of numbered(0, 40)) await city.say(token, roomId, text);
  await city.synapse.stop();
  letGo();
  await city.synapse.start();
  // It may be over before this process knows that the homeserver is up.
  await until('all that was lost', async () => (await city.kept(roomId)).length >= 41);
  await reconciler.settled();
  const kept = await city.kept(roomId);
  t.log('fetched by comparison', kept.filter(([, source]) => source === 'reconciled').length);
  t.is(kept.length, 41);
  t.deepEqual(sorted(kept.map(([text]) => text)), sorted(['前', ...numbered(0, 40)]));
  // What was lost stands in its own order, after what the homeserver delivered of itself.
  const lost = kept.filter(([, source]) => source === 'reconciled').map(([text]) => text);
  t.deepEqual(lost, numbered(0, 40).filter((text) => lost.includes(text)));
  await city.say(token, roomId, '後');
  await until('the last message', async () => (await city.kept(roomId)).some(([text]) => text === '後'));
});

test.serial('a comparison takes in a long history in its order, also what its reader does not want to see', async (t) => {
  const city = await startCity(t);
  const token = await city.login(hanako);
  const other = await city.login(taro);
  const roomId = await city.createRoom(token, { preset: 'public_chat' });
  await city.client(other, 'POST', `/join/${roomId}`, {});
  for (const text of numbered(0, 250)) await city.say(token, roomId, text);
  await city.say(other, roomId, '太郎の発言');
  await city.client(token, 'PUT', `/user/${hanako}/account_data/m.ignored_user_list`, { ignored_users: { [taro]: {} } });
  const left = await city.createRoom(other);
  await city.say(other, left, '退室前');
  const signal = new AbortController().signal;
  const options = { ...city, serverName, signal };

  const found = await compare(options);
  t.deepEqual(await city.kept(roomId), [...numbered(0, 250), '太郎の発言'].map((text) => [text, 'reconciled']));
  t.deepEqual(await city.kept(left), [['退室前', 'reconciled']]);
  const whole = await city.store.events.lastPosition();
  t.is(found, whole);
  t.is(await compare(options), 0);

  // Only what is new is read again: two pages of the long room.
  let pages = 0;
  const homeserver = { ...city.homeserver, messages: (...call: Parameters<typeof city.homeserver.messages>) => (pages++, city.homeserver.messages(...call)) };
  await city.say(other, left, '退室直前');
  await city.client(other, 'POST', `/rooms/${left}/leave`, {});
  t.is(await compare({ ...options, homeserver }), 2);
  t.true(pages <= 5, `${pages} pages`);
  t.deepEqual((await city.kept(left)).map(([text]) => text), ['退室前', '退室直前']);

  // A journal of its own with both ignoring each other still gets everything.
  await city.client(other, 'PUT', `/user/${taro}/account_data/m.ignored_user_list`, { ignored_users: { [hanako]: {} } });
  const store = await openTestStore(t);
  for (const person of await city.store.people.list({ limit: 10 })) await store.transaction((tx) => tx.people.add(person, 'no password'));
  const journal = createJournal({ store, homeserver, clock: systemClock, log: city.log });
  await compare({ ...options, store, journal });
  t.is((await store.events.after(0, 1000)).filter(({ event }) => event.room_id === roomId && event.type === 'm.room.message').length, 251);
});
