import test from 'ava';
import { isEventId, isRoomId, isUserId, localpartOf, userIdOf, type UserId } from '#matrix/identifiers.ts';

const server = 'chat.city.example.jp';

test('user IDs follow the specification\'s grammar', (t) => {
  for (const id of ['@a:b', '@hanako.suzuki=1/2+3_4-5:city.example', '@1:localhost:8448', '@x:[::1]:8448', `@${'a'.repeat(250)}:bcd`]) t.true(isUserId(id), id);
  const wrong = ['', '@', '@:b', 'a:b', '@a', '@a:', '@A:b', '@日本:b', '@a b:c', '@a:b c', '@a:b/c', '@a\n:b', '@a:b\n', '@a%20:b', ` @a:b`, `@${'a'.repeat(252)}:bcd`];
  for (const id of wrong) t.false(isUserId(id), JSON.stringify(id));
});

test('room IDs have a server name, or none from room version 12 on', (t) => {
  for (const id of ['!a:b', '!opaque_ID:city.example:8448', '!31hneApxJ_1o-63DmFrpeqnkFfWppnzWso1JvH3ogLM']) t.true(isRoomId(id), id);
  for (const id of ['', '!', '!:b', 'a:b', '#a:b', '!a b:c', '!a\u0000:b', '!a:b\n', '!a:b/c', `!${'a'.repeat(255)}`]) t.false(isRoomId(id), JSON.stringify(id));
});

test('event IDs', (t) => {
  for (const id of ['$a', '$Rqnc-F-dvnEYJTyHq_iKxU2bZ1CI92-kuZq3a5lr5Zg', '$old:city.example']) t.true(isEventId(id), id);
  for (const id of ['', '$', 'a', '!a', '$a b', '$a\t', '$a\u0085', `$${'あ'.repeat(85)}`]) t.false(isEventId(id), JSON.stringify(id));
});

test('the limit is 255 bytes, not characters', (t) => {
  t.true(isEventId(`$${'a'.repeat(254)}`));
  t.false(isEventId(`$${'a'.repeat(255)}`));
  t.false(isRoomId(`!${'あ'.repeat(100)}:b`));
});

const meant: readonly [typed: string, id: string | null][] = [
  ['hanako', `@hanako:${server}`],
  ['HANAKO', `@hanako:${server}`],
  ['  hanako ', `@hanako:${server}`],
  [`@hanako:${server}`, `@hanako:${server}`],
  [`@Hanako:${server.toUpperCase()}`, `@hanako:${server}`],
  ['012345', `@012345:${server}`],
  ['@hanako:elsewhere.example', null],
  [`@hanako:evil.${server}`, null],
  [`@hanako:x:${server}`, null],
  ['hanako:elsewhere.example', null],
  ['@hanako', null],
  ['花子', null],
  ['hana ko', null],
  ['', null],
  ['@', null],
  [`@:${server}`, null],
  ['a'.repeat(300), null],
];
for (const [typed, id] of meant) {
  test(`who types ${JSON.stringify(typed.slice(0, 50))} means ${id ?? 'nobody here'}`, (t) => t.is(userIdOf(typed, server), id as UserId | null));
}

test('a server name with capitals keeps them', (t) => {
  t.is(userIdOf('hanako', 'City.example'), '@hanako:City.example' as UserId);
  t.is(userIdOf('@HANAKO:CITY.EXAMPLE', 'City.example'), '@hanako:City.example' as UserId);
});

test('the local part of an ID is what stands before the first colon', (t) => {
  t.is(localpartOf('@hanako:city.example:8448' as UserId), 'hanako');
});
