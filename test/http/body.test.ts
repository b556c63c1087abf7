import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import test from 'ava';
import { answer, answerRefusal } from '#http/answer.ts';
import { parseJson, readBody } from '#http/body.ts';
import { Refused } from '#http/refused.ts';
import { raw, statuses } from './raw.ts';

const reasonOf = (act: () => unknown): string | null => {
  try {
    act();
  } catch (error) {
    if (error instanceof Refused) return error.reasons[0];
  }
  return null;
};
const parse = (text: string | Uint8Array) => parseJson(typeof text === 'string' ? Buffer.from(text) : text);

test('an object is parsed', (t) => {
  t.deepEqual(parse(' {"a":[1,2.5e3,{"b":"：\\"{ \\\\"}],"":null} '), { a: [1, 2500, { b: '："{ \\' }], '': null });
});

const refused: [string, string | Uint8Array, string][] = [
  ['nothing', '', 'not_json'],
  ['half an object', '{"a":1', 'not_json'],
  ['two objects', '{}{}', 'not_json'],
  ['NaN', '{"a":NaN}', 'not_json'],
  ['a comment', '{/**/}', 'not_json'],
  ['a byte order mark', '\ufeff{}', 'not_json'],
  ['broken UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), 'not_json'],
  ['UTF-16', Buffer.from('{}', 'utf16le'), 'not_json'],
  ['an array', '[]', 'bad_request'],
  ['a string', '"a"', 'bad_request'],
  ['null', 'null', 'bad_request'],
  ['a doubled key', '{"a":1,"a":1}', 'bad_request'],
  ['a doubled key, once escaped', '{"type":1,"\\u0074ype":2}', 'bad_request'],
  ['a doubled key far inside', '{"a":[{"b":{"c":1,"c":2}}]}', 'bad_request'],
  ['a doubled __proto__', '{"__proto__":1,"__proto__":2}', 'bad_request'],
  ['101 levels', `{"a":${'['.repeat(100)}${']'.repeat(100)}}`, 'bad_request'],
  ['a million levels', `{"a":${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}}`, 'bad_request'],
];
for (const [name, text, reason] of refused) test(`refused: ${name}`, (t) => t.is(reasonOf(() => parse(text)), reason));

test('100 levels, one __proto__, colons and brackets in strings are fine', (t) => {
  t.is(reasonOf(() => parse(`{"a":${'['.repeat(99)}${']'.repeat(99)}}`)), null);
  t.is(reasonOf(() => parse('{"__proto__":{"a":1},"b":"a:b:{[\\\\","c:":"\\":"}')), null);
});

test('the bytes of a body are counted while they come; a refusal reaches the client and the connection lives on', async (t) => {
  const server = createServer(async (req, res) => {
    try {
      answer(res, 200, { size: (await readBody(req, 10)).length });
    } catch (error) {
      answerRefusal(res, error as Refused);
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const chunked = (text: string) => `POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n${text.length.toString(16)}\r\n${text}\r\n0\r\n\r\n`;
  const sized = (text: string) => `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ${text.length}\r\n\r\n${text}`;
  t.deepEqual(statuses(await raw(port, chunked('0123456789'))), [200]);
  t.deepEqual(statuses(await raw(port, chunked('0123456789a') + chunked('01'), 2)), [413, 200]);
  t.deepEqual(statuses(await raw(port, sized('0123456789a') + sized('01'), 2)), [413, 200]);
  server.close();
  server.closeAllConnections();
});

test('a client that leaves in the middle of its body is noticed', async (t) => {
  const outcome = Promise.withResolvers<unknown>();
  const server = createServer((req) => readBody(req, 100).then(outcome.resolve, outcome.resolve)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1', () => socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 20\r\n\r\nabc'));
  await once(server, 'request');
  socket.destroy();
  t.true(await outcome.promise instanceof Refused);
  server.close();
});
