import test from 'ava';
import { createMatcher } from '#gateway/route-matcher.ts';

const { match } = createMatcher({
  sync: { method: 'GET', path: '/v3/sync' },
  rules: { method: 'GET', path: '/v3/pushrules/' },
  rule: { method: 'PUT', path: '/v3/pushrules/global/{kind}/{ruleId}' },
  state: { method: 'GET', path: '/v3/rooms/{roomId}/state' },
  getState: { method: 'GET', path: '/v3/rooms/{roomId}/state/{eventType}/{stateKey}' },
  setState: { method: 'PUT', path: '/v3/rooms/{roomId}/state/{eventType}/{stateKey}' },
  redact: { method: 'PUT', path: '/v3/rooms/{roomId}/redact/{eventId}/{txnId}' },
  devices: { method: 'GET', path: '/v3/user/devices' },
  filter: { method: 'POST', path: '/v3/user/{userId}/filter' },
});

const matched: [string, string, string, Record<string, string>][] = [
  ['GET', '/v3/sync', 'sync', {}],
  ['GET', '/v3/pushrules/', 'rules', {}],
  ['PUT', '/v3/pushrules/global/room/!a%3Ab', 'rule', { kind: 'room', ruleId: '!a:b' }],
  ['GET', '/v3/rooms/!a:b/state', 'state', { roomId: '!a:b' }],
  ['GET', '/v3/rooms/!a:b/state/m.room.name/', 'getState', { roomId: '!a:b', eventType: 'm.room.name', stateKey: '' }],
  ['PUT', '/v3/rooms/!a:b/state/m.room%2Ename/k', 'setState', { roomId: '!a:b', eventType: 'm.room.name', stateKey: 'k' }],
  ['PUT', '/v3/rooms/!a:b/redact/a%2Fb/%2541', 'redact', { roomId: '!a:b', eventId: 'a/b', txnId: '%41' }],
  ['POST', '/v3/user/devices/filter', 'filter', { userId: 'devices' }],
  ['POST', '/v3/user/__proto__/filter', 'filter', { userId: '__proto__' }],
];
for (const [method, path, operation, params] of matched) {
  test(`${method} ${path} is ${operation}`, (t) => t.deepEqual(match(method, path), { operation, params } as never));
}

const unknown = [
  '', '/', 'v3/sync', '//v3/sync', '/v3/sync/', '/v3//sync', '/V3/sync', '/v3/Sync', '/v3/syn%63', '/v3/sync%20', '/v3/pushrules', '/v3/rooms//state',
  '/v3/rooms/!a:b/state/', '/v3/rooms/!a:b/state/m.room.name', '/v3/rooms/!a:b/state//k', '/v3/rooms/!a:b/state/m.room.name//',
  '/v3/rooms/!a:b/redact/$e/', '/v3/rooms/!a:b/redact//t', '/constructor', '/v3/__proto__',
];
for (const path of unknown) test(`${path || '(empty)'} is no operation`, (t) => t.is(match('GET', path), null));

test('a known path with another method says so', (t) => {
  t.is(match('POST', '/v3/sync'), 'method');
  t.is(match('HEAD', '/v3/sync'), 'method');
  t.is(match('get', '/v3/sync'), 'method');
});

test('two operations of one form cannot stand', (t) => {
  t.throws(() => createMatcher({ a: { method: 'GET', path: '/{x}' }, b: { method: 'GET', path: '/{y}' } }));
});
