/**
 * Requests whose end or number two parsers could see differently: what a gateway thinks is a body, a homeserver may take for a
 * request. Each case is the bytes of one connection, and how many requests of it may reach the homeserver.
 */

export interface SmugglingCase {
  name: string;
  /** Sent as latin1. */
  bytes: string;
  reaches: number;
}

interface Session {
  host: string;
  token: string;
}

/** One that is forwarded for whoever has a session, without and with a body. */
const reading = '/_matrix/client/v3/joined_rooms';
const typing = '/_matrix/client/v3/rooms/!room:city.test/typing/@approved:city.test';
const closed = '/_synapse/admin/v1/server_version';

export function smugglingCases({ host, token }: Session): SmugglingCase[] {
  const common = `Host: ${host}\r\nAuthorization: Bearer ${token}\r\n`;
  const get = (path = reading, headers = '') => `GET ${path} HTTP/1.1\r\n${common}${headers}\r\n`;
  const put = (headers: string, body: string, line = `PUT ${typing} HTTP/1.1`) => `${line}\r\n${common}Content-Type: application/json\r\n${headers}\r\n\r\n${body}`;
  const json = '{"typing":true,"timeout":1000}';
  const length = (body: string) => `Content-Length: ${body.length}`;
  const hidden = get();
  const hiddenClosed = get(closed);
  // The client's own token may not cross the gateway, not even in a body.
  const letter = hiddenClosed.replace(token, 'x');
  const chunk = (body: string) => `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
  const both = chunk(json);

  return [
    // What must work, or the rest proves nothing.
    { name: '普通の要求 / an ordinary request', bytes: get(), reaches: 1 },
    { name: '本文のある要求 / with a body', bytes: put(length(json), json), reaches: 1 },
    { name: 'chunked', bytes: put('Transfer-Encoding: chunked', both), reaches: 1 },
    { name: '続けて二つ / two, pipelined', bytes: get() + get(), reaches: 2 },
    { name: '許された要求の後に閉じた扉 / an allowed one, then a closed door', bytes: get() + hiddenClosed, reaches: 1 },
    { name: '要求に見える本文 / a body that looks like a request', bytes: put(length(letter), letter), reaches: 1 },
    { name: 'chunk の中の要求 / a request within a chunk', bytes: put('Transfer-Encoding: chunked', chunk(letter)), reaches: 1 },

    { name: 'CL.TE', bytes: put(`${length(both)}\r\nTransfer-Encoding: chunked`, `0\r\n\r\n${hidden}`), reaches: 0 },
    { name: 'TE.CL', bytes: put('Transfer-Encoding: chunked\r\nContent-Length: 4', chunk(hidden)), reaches: 0 },
    { name: 'CL 0, TE', bytes: put('Content-Length: 0\r\nTransfer-Encoding: chunked', both + hidden), reaches: 0 },
    { name: '二つの TE / two codings', bytes: put('Transfer-Encoding: chunked\r\nTransfer-Encoding: identity', both + hidden), reaches: 0 },
    { name: '二つの TE (後が chunked) / two codings, chunked last', bytes: put('Transfer-Encoding: identity\r\nTransfer-Encoding: chunked', both + hidden), reaches: 0 },
    { name: '別のメソッド, TE / no method of ours, with a coding', bytes: put('Transfer-Encoding: identity, chunked', both + hidden, `PATCH ${typing} HTTP/1.1`), reaches: 0 },
    { name: 'chunked, identity', bytes: put('Transfer-Encoding: chunked, identity', both + hidden), reaches: 0 },
    { name: 'identity, chunked', bytes: put('Transfer-Encoding: identity, chunked', both + hidden), reaches: 0 },
    { name: 'xchunked', bytes: put('Transfer-Encoding: xchunked', both + hidden), reaches: 0 },
    { name: '名前の後の空白 / a space after the name', bytes: put('Transfer-Encoding : chunked', both + hidden), reaches: 0 },
    { name: '垂直タブ / a vertical tab', bytes: put('Transfer-Encoding: \x0bchunked', both + hidden), reaches: 0 },
    { name: '名前の前の空白 / a space before the name', bytes: put(' Transfer-Encoding: chunked', both + hidden), reaches: 0 },
    { name: '行を折る (obs-fold)', bytes: put('Transfer-Encoding:\r\n chunked', both + hidden), reaches: 0 },
    { name: '別の値への折り返し / a folded value', bytes: get(reading, 'X-Any: a\r\n Content-Length: 5\r\n') + hidden, reaches: 0 },
    { name: 'HTTP/1.0, chunked', bytes: put('Transfer-Encoding: chunked', both + hidden, `PUT ${typing} HTTP/1.0`), reaches: 0 },

    { name: '二つの異なる CL / two lengths that differ', bytes: put(`Content-Length: 0\r\n${length(json)}`, json + hidden), reaches: 0 },
    { name: '二つの同じ CL / the same length twice', bytes: put(`${length(json)}\r\n${length(json)}`, json + hidden), reaches: 0 },
    { name: 'CL の並び / a list of lengths', bytes: put(`Content-Length: ${json.length}, ${json.length}`, json + hidden), reaches: 0 },
    { name: 'CL +30', bytes: put(`Content-Length: +${json.length}`, json + hidden), reaches: 0 },
    { name: 'CL -1', bytes: put('Content-Length: -1', hidden), reaches: 0 },
    { name: 'CL 0x1e', bytes: put('Content-Length: 0x1e', json + hidden), reaches: 0 },
    { name: '巨大な CL / a length beyond numbers', bytes: put('Content-Length: 99999999999999999999', hidden), reaches: 0 },
    { name: '本文のある GET / GET with a body', bytes: get(reading, `Content-Length: ${hidden.length}\r\n`) + hidden, reaches: 0 },
    { name: '本文のある GET, chunked', bytes: get(reading, 'Transfer-Encoding: chunked\r\n') + chunk(hidden), reaches: 0 },

    { name: '巨大な chunk / a chunk beyond numbers', bytes: put('Transfer-Encoding: chunked', `ffffffffffffffff1\r\n${hidden}`), reaches: 0 },
    { name: '負の chunk / a negative chunk', bytes: put('Transfer-Encoding: chunked', `-1\r\n${hidden}`), reaches: 0 },
    { name: 'LF だけの chunk / a chunk ended by LF alone', bytes: put('Transfer-Encoding: chunked', `1e\n${json}\n0\n\n${hidden}`), reaches: 0 },
    { name: 'chunk の後の余り / more than the chunk says', bytes: put('Transfer-Encoding: chunked', `2\r\n${json}\r\n0\r\n\r\n${hidden}`), reaches: 0 },
    { name: 'トレーラー / trailers', bytes: put('Transfer-Encoding: chunked\r\nTrailer: Authorization', `1e\r\n${json}\r\n0\r\nAuthorization: Bearer x\r\nX-Forwarded-For: 1.2.3.4\r\n\r\n`), reaches: 1 },

    { name: 'LF だけの行 / bare LF', bytes: get().replaceAll('\r\n', '\n'), reaches: 0 },
    { name: 'LF だけのヘッダー / one header ended by LF', bytes: get(reading, `X-Any: a\nX-More: b\r\n`) + hidden, reaches: 0 },
    { name: 'CR だけの行 / bare CR', bytes: get(reading, 'X-Any: a\rTransfer-Encoding: chunked\r\n'), reaches: 0 },
    { name: 'ヘッダーの NUL / NUL in a header', bytes: get(reading, 'X-Any: a\0b\r\n'), reaches: 0 },
    { name: '要求行の余り / more in the request line', bytes: get(`${reading} HTTP/1.1 x`), reaches: 0 },
    { name: '要求行の空白 / spaces in the target', bytes: get(`${reading} /x`), reaches: 0 },
    { name: '要求行のタブ / tabs in the request line', bytes: get().replace('GET /', 'GET\t/'), reaches: 0 },
    { name: 'HTTP/0.9', bytes: `GET ${reading}\r\n\r\n${hidden}`, reaches: 0 },
    { name: 'HTTP/2 の前置き / HTTP/2 preface', bytes: 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', reaches: 0 },
    { name: 'HTTP/1.2', bytes: get().replace('HTTP/1.1', 'HTTP/1.2'), reaches: 0 },
    { name: '未知のメソッド / an unknown method', bytes: get().replace('GET', 'GETT'), reaches: 0 },
    { name: 'TRACE', bytes: get().replace('GET', 'TRACE'), reaches: 0 },

    { name: '絶対形式 / absolute form', bytes: get(`http://${host}${reading}`), reaches: 0 },
    { name: '別の主機への絶対形式 / absolute form to another host', bytes: get(`http://homeserver:8008${closed}`), reaches: 0 },
    { name: 'CONNECT', bytes: `CONNECT 127.0.0.1:8008 HTTP/1.1\r\n${common}\r\n${hidden}`, reaches: 0 },
    { name: 'OPTIONS *', bytes: `OPTIONS * HTTP/1.1\r\n${common}\r\n`, reaches: 0 },
    { name: '二つの Host / two hosts', bytes: get(reading, 'Host: homeserver\r\n'), reaches: 0 },
    { name: 'Host なし / no host', bytes: `GET ${reading} HTTP/1.1\r\nAuthorization: Bearer ${token}\r\n\r\n`, reaches: 0 },
    { name: 'Host に利用者 / a user in the host', bytes: get().replace(`Host: ${host}`, `Host: a@${host}`), reaches: 0 },
    { name: '二つの Authorization / two tokens', bytes: get(reading, 'Authorization: Bearer x\r\n'), reaches: 0 },
    { name: 'Authorization を落とさせる Connection / Connection names Authorization', bytes: get(reading, 'Connection: keep-alive, authorization, x-forwarded-for\r\n'), reaches: 1 },
    { name: 'Upgrade: h2c', bytes: get(reading, 'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n'), reaches: 0 },
    { name: 'Upgrade: websocket', bytes: `${get(reading, 'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n')}${hiddenClosed}`, reaches: 0 },
    { name: 'Expect: 100-continue と閉じた扉 / expecting, at a closed door', bytes: get(closed, 'Expect: 100-continue\r\n'), reaches: 0 },
    { name: 'Expect: ほか / expecting something else', bytes: get(reading, 'Expect: 200-ok\r\n'), reaches: 0 },
    { name: '圧縮された本文 / a compressed body', bytes: put(`Content-Encoding: gzip\r\n${length(json)}`, json), reaches: 0 },
    { name: 'フォームの本文 / a form', bytes: `PUT ${typing} HTTP/1.1\r\n${common}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 27\r\n\r\nuser_id=%40root%3Acity.test`, reaches: 0 },
    { name: '長すぎるヘッダー / an overlong head', bytes: get(reading, `X-Any: ${'a'.repeat(20_000)}\r\n`), reaches: 0 },
    { name: '長すぎる URL / an overlong target', bytes: get(`${reading}?a=${'a'.repeat(9000)}`), reaches: 0 },
  ];
}
