/** Each form over a raw socket: what is refused is refused before anything could be forwarded. */
import test from 'ava';
import { answer, answerRefusal } from '#http/answer.ts';
import { listen } from '#http/listener.ts';
import type { Listener } from '#http/listener.ts';
import type { Refused } from '#http/refused.ts';
import { checkForm } from '#http/request-form.ts';
import { raw, statuses } from './raw.ts';

let listener: Listener;
const passed: string[] = [];

test.before(async () => {
  listener = await listen({ host: '127.0.0.1', port: 0 }, (req, res) => {
    try {
      const { path, query } = checkForm(req);
      passed.push(`${req.method} ${path}?${query}`);
      answer(res, 200, { path, query });
    } catch (error) {
      answerRefusal(res, error as Refused);
    }
  }, { malformed() {} });
});
test.after.always(() => listener.close(0));

const get = (target: string, headers = '') => `GET ${target} HTTP/1.1\r\nHost: a\r\n${headers}\r\n`;
const post = (headers: string, body: string) => `POST /x HTTP/1.1\r\nHost: a\r\n${headers}\r\n${body}`;

const fine: [string, string][] = [
  ['a path', get('/_matrix/client/v3/sync')],
  ['characters of identifiers', get("/rooms/!a:b.c/state/m.x/@u-_.~$&'()*+,;=:@%E4%BC%9A")],
  ['a slash inside a segment', get('/state/a%2Fb')],
  ['a slash at the end', get('/pushrules/')],
  ['dots that are no dot segment', get('/.well-known/matrix/...x/a.b')],
  ['a query with raw JSON', get('/x?filter={%22a%22:[1]}&since=s_1')],
  ['values that look like identities', get('/x?a=user_id&b=%26user_id&c=user_id%3Dx')],
  ['an empty query', get('/x?')],
  ['a body of a length', post('Content-Length: 2\r\n', '{}')],
  ['a body in chunks', post('Transfer-Encoding: chunked\r\n', '2\r\n{}\r\n0\r\n\r\n')],
  ['DELETE with a body', 'DELETE /x HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}'],
  ['HTTP/1.0', 'GET /x HTTP/1.0\r\nHost: a\r\n\r\n'],
  ['IPv6 host', 'GET /x HTTP/1.1\r\nHost: [::1]:8401\r\n\r\n'],
  ['8192 bytes', get(`/${'a'.repeat(8191)}`)],
  ['a method override that nobody heeds', get('/x', 'X-HTTP-Method-Override: DELETE\r\n')],
];
for (const [name, text] of fine) test.serial(`passes: ${name}`, async (t) => t.deepEqual(statuses(await raw(listener.port, text)), [200]));

const refused: [string, string, number?][] = [
  ['an absolute form', get('http://a/x')],
  ['an absolute form of another host', get('https://b/x')],
  ['an authority form', get('a:80')],
  ['an asterisk', 'OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n'],
  ['two slashes at the start', get('//x/y')],
  ['two slashes inside', get('/x//y')],
  ['two slashes at the end', get('/x//')],
  ['a dot segment', get('/x/./y')],
  ['a dot segment at the end', get('/x/.')],
  ['two dots', get('/x/../y')],
  ['two dots, encoded', get('/x/%2e%2e/y')],
  ['two dots, half encoded', get('/x/.%2E/y')],
  ['one dot, encoded', get('/x/%2e')],
  ['a backslash', get('/x\\y')],
  ['a fragment', get('/x#y')],
  ['a raw byte above ASCII', get('/\xe4\xbc\x9a')],
  ['a control byte', get('/x\x01')],
  ['a tab', get('/x\ty')],
  ['a bare percent sign', get('/x%')],
  ['no hexadecimal digits', get('/x%zz')],
  ['broken UTF-8', get('/x%ff')],
  ['overlong UTF-8', get('/x%c0%af')],
  ['a surrogate', get('/x%ed%a0%80')],
  ['NUL', get('/x%00')],
  ['8193 bytes', get(`/${'a'.repeat(8192)}`)],
  ['a query that does not decode', get('/x?a=%ff')],
  ['a key that does not decode', get('/x?%ff=a')],
  ['a token in the query', get('/x?access_token=t')],
  ['a user in the query', get('/x?a=b&user_id=@admin:b')],
  ['a user, encoded', get('/x?us%65r_id=@admin:b')],
  ['a user in capitals', get('/x?USER_ID=@admin:b')],
  ['a user without value', get('/x?user_id')],
  ['a user behind a semicolon', get('/x?a=b;user_id=@admin:b')],
  ['a device in the query', get('/x?device_id=D')],
  ['a device by its unstable name', get('/x?org.matrix.msc3202.device_id=D')],
  ['two tokens', get('/x', 'Authorization: Bearer a\r\nauthorization: Bearer b\r\n')],
  ['two content types', post('Content-Type: a/b\r\nContent-Type: c/d\r\nContent-Length: 2\r\n', '{}')],
  ['two client addresses', get('/x', 'CF-Connecting-IP: 127.0.0.1\r\nCF-Connecting-IP: 127.0.0.2\r\n')],
  ['two ranges', get('/x', 'Range: bytes=0-1\r\nRange: bytes=1-2\r\n')],
  ['no host', 'GET /x HTTP/1.1\r\n\r\n'],
  ['an empty host', 'GET /x HTTP/1.1\r\nHost:\r\n\r\n'],
  ['a host that is none', 'GET /x HTTP/1.1\r\nHost: a/b\r\n\r\n'],
  ['two hosts', get('/x', 'Host: b\r\n')],
  ['an upgrade', get('/x', 'Connection: upgrade\r\nUpgrade: websocket\r\n')],
  ['HTTP/2 by upgrade', get('/x', 'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA\r\n')],
  ['a packed body', post('Content-Encoding: gzip\r\nContent-Length: 2\r\n', '{}')],
  ['two codings', post('Transfer-Encoding: gzip, chunked\r\n', '0\r\n\r\n')],
  ['a body in GET', get('/x', 'Content-Length: 2\r\n') + '{}'],
  ['chunks in GET', get('/x', 'Transfer-Encoding: chunked\r\n') + '0\r\n\r\n'],
  ['chunks in HTTP/1.0', 'POST /x HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
  ['HEAD', 'HEAD /x HTTP/1.1\r\nHost: a\r\n\r\n', 405],
  ['TRACE', 'TRACE /x HTTP/1.1\r\nHost: a\r\n\r\n', 405],
  ['PATCH', 'PATCH /x HTTP/1.1\r\nHost: a\r\n\r\n', 405],
  ['PROPFIND', 'PROPFIND /x HTTP/1.1\r\nHost: a\r\n\r\n', 405],
  ['CONNECT', 'CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n', 405],
];
for (const [name, text, status = 400] of refused) {
  test.serial(`refused: ${name}`, async (t) => {
    const before = passed.length;
    const [first] = statuses(await raw(listener.port, Buffer.from(text, 'latin1')));
    t.is(first, status);
    t.is(passed.length, before);
  });
}

/** Each hides `GET /hidden` in what another parser would take for the body of the first request. */
const hidden = 'GET /hidden HTTP/1.1\r\nHost: a\r\n\r\n';
const smuggled: [string, string][] = [
  ['a length and chunks', post(`Content-Length: ${hidden.length + 5}\r\nTransfer-Encoding: chunked\r\n`, `0\r\n\r\n${hidden}`)],
  ['chunks and a length', post(`Transfer-Encoding: chunked\r\nContent-Length: ${hidden.length + 5}\r\n`, `0\r\n\r\n${hidden}`)],
  ['two lengths', post(`Content-Length: 0\r\nContent-Length: ${hidden.length}\r\n`, hidden)],
  ['a list of lengths', post(`Content-Length: 0, ${hidden.length}\r\n`, hidden)],
  ['a length with a sign', post('Content-Length: +0\r\n', hidden)],
  ['a negative length', post('Content-Length: -1\r\n', hidden)],
  ['a hexadecimal length', post('Content-Length: 0x0\r\n', hidden)],
  ['a space before the colon', post('Content-Length : 0\r\n', hidden)],
  ['an obfuscated coding', post('Transfer-Encoding: xchunked\r\n', `0\r\n\r\n${hidden}`)],
  ['a doubled coding', post('Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n', `0\r\n\r\n${hidden}`)],
  ['a coding behind a tab', post('Transfer-Encoding:\x0bchunked\r\n', `0\r\n\r\n${hidden}`)],
  ['a folded header', post('X: y\r\n Transfer-Encoding: chunked\r\n', `0\r\n\r\n${hidden}`)],
  ['a chunk length with a sign', post('Transfer-Encoding: chunked\r\n', `+0\r\n\r\n${hidden}`)],
  ['a chunk length with 0x', post('Transfer-Encoding: chunked\r\n', `0x0\r\n\r\n${hidden}`)],
  ['bare line feeds', `POST /x HTTP/1.1\nHost: a\nContent-Length: 0\n\n${hidden}`],
  ['a bare carriage return', post('X: y\rContent-Length: 0\r\n', hidden)],
  ['NUL in a header', post('X: y\0z\r\n', hidden)],
];
for (const [name, text] of smuggled) {
  test.serial(`not smuggled: ${name}`, async (t) => {
    const before = passed.length;
    const [first] = statuses(await raw(listener.port, Buffer.from(text, 'latin1')));
    // A bad chunk is seen when the head has long been answered.
    t.is(first, name.startsWith('a chunk') ? 200 : 400);
    t.false(passed.slice(before).some((line) => line.includes('hidden')));
  });
}
