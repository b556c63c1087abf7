/**
 * 4.3.2: one canonical form a request. What two parsers could read differently is refused before anything is forwarded:
 * absolute targets, odd encodings, dot segments, doubled headers, two lengths, and identities in the query.
 */
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { Refused } from './refused.ts';

export interface Target {
  /** The raw path, as it will be forwarded. */
  path: string;
  /** The raw query without its question mark; empty when there is none. */
  query: string;
}

const maxTarget = 8192;
/** Visible ASCII but `#` and `\`. */
const targetForm = /^\/[\x21\x22\x24-\x5b\x5d-\x7e]*$/;
const hostForm = /^(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?$/;

/** What a listener's protocol has no use for. */
interface Form {
  methods: ReadonlySet<string>;
  /** Names that may not stand in a query. */
  identityKeys: ReadonlySet<string>;
}

const matrixForm: Form = {
  methods: new Set(['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS']),
  // What the homeserver would believe of a client that has the right token: identity comes from Sekisho's session alone.
  identityKeys: new Set(['access_token', 'user_id', 'device_id', 'org.matrix.msc3202.device_id']),
};
/** The admin REST changes parts of things, and asks for the devices of a user. */
export const adminForm: Form = {
  methods: new Set([...matrixForm.methods, 'PATCH']),
  identityKeys: new Set(['access_token']),
};

/** Headers that may stand once; any other may be repeated, but is not forwarded. */
const singletons = new Set([
  'accept', 'accept-encoding', 'accept-language', 'authorization', 'cf-connecting-ip', 'content-encoding', 'content-length', 'content-type', 'expect', 'host',
  'if-modified-since', 'if-none-match', 'range', 'transfer-encoding', 'user-agent',
]);

/**
 * Connections on which a head was refused: where that request ended is in doubt, so what follows may be a part of it, of which a
 * proxy in front saw nothing. It is refused as well, and the connection ends with the answer (`isDoubtful`).
 */
const doubtful = new WeakSet<Socket>();

export const isDoubtful = (req: IncomingMessage): boolean => doubtful.has(req.socket);

/** @throws Refused `bad_request` or `method_not_allowed`; HTTP/1.0 is allowed (older proxies speak it) but for chunked bodies. */
export function checkForm(req: IncomingMessage, form = matrixForm): Target {
  if (isDoubtful(req)) throw bad('前の要求の終わりが不明 / follows a request whose end is in doubt');
  try {
    checkHeaders(req);
  } catch (error) {
    doubtful.add(req.socket);
    throw error;
  }
  if (!form.methods.has(req.method ?? '')) throw new Refused('method_not_allowed');
  return checkTarget(req.url ?? '', form);
}

function bad(detail: string): Refused {
  return new Refused('bad_request', { detail });
}

function checkHeaders(req: IncomingMessage): void {
  const raw = req.rawHeaders;
  const seen = new Set<string>();
  for (let i = 0; i < raw.length; i += 2) {
    const name = (raw[i] ?? '').toLowerCase();
    if (!singletons.has(name)) continue;
    if (seen.has(name)) throw bad(`重複したヘッダ / doubled header: ${name}`);
    seen.add(name);
  }
  const headers = req.headers;
  if (!hostForm.test(headers.host ?? '')) throw bad('Host ヘッダ / header Host');
  if (headers.upgrade !== undefined) throw bad('Upgrade ヘッダ / header Upgrade');
  if (headers['content-encoding'] !== undefined && headers['content-encoding'] !== 'identity') throw bad('Content-Encoding ヘッダ / header Content-Encoding');
  checkFraming(req);
}

function checkFraming({ method, headers, httpVersion }: IncomingMessage): void {
  const length = headers['content-length'];
  const coding = headers['transfer-encoding'];
  if (httpVersion !== '1.1' && (httpVersion !== '1.0' || coding !== undefined)) throw bad('HTTP の版 / HTTP version');
  if (coding !== undefined && coding.toLowerCase() !== 'chunked') throw bad('Transfer-Encoding ヘッダ / header Transfer-Encoding');
  if (coding !== undefined && length !== undefined) throw bad('二つの長さ / two lengths');
  if (length !== undefined && !/^\d{1,15}$/.test(length)) throw bad('Content-Length ヘッダ / header Content-Length');
  const hasBody = coding !== undefined || (length !== undefined && Number(length) > 0);
  // DELETE has one by the specification: devices, with the stages of user-interactive authentication.
  if (hasBody && (method === 'GET' || method === 'OPTIONS')) throw bad('本文のない操作 / this method has no body');
}

function checkTarget(target: string, { identityKeys }: Form): Target {
  if (target.length > maxTarget) throw bad('長すぎる URL / URL too long');
  if (!targetForm.test(target)) throw bad('URL の形 / form of the URL');
  const mark = target.indexOf('?');
  const path = mark < 0 ? target : target.slice(0, mark);
  const query = mark < 0 ? '' : target.slice(mark + 1);
  checkPath(path);
  if (query !== '') checkQuery(query, identityKeys);
  return { path, query };
}

function checkPath(path: string): void {
  // The usual path has nothing to look at more closely.
  if (!path.includes('%') && !path.includes('/.') && !path.includes('//')) return;
  const segments = path.split('/');
  for (let i = 1; i < segments.length; i++) {
    const text = decode(segments[i] ?? '');
    if (text === '.' || text === '..') throw bad('点だけの区切り / dot segment');
    // An empty one may end a path (`pushrules/`, `state/{type}/`); which paths may is the route table's to say.
    if (text === '' && i < segments.length - 1) throw bad('空の区切り / empty segment');
    if (text.includes('\0')) throw bad('NUL 文字 / NUL character');
  }
}

function checkQuery(query: string, identityKeys: ReadonlySet<string>): void {
  // Some homeservers end a parameter at `;` as well as at `&`, so an identity may hide behind either.
  for (const pair of query.split(/[&;]/)) {
    const [key, value] = pair.replaceAll('+', ' ').split(/=(.*)/s, 2).map(decode);
    if (key?.includes('\0') === true || value?.includes('\0') === true) throw bad('NUL 文字 / NUL character');
    if (identityKeys.has((key ?? '').trim().toLowerCase())) throw bad('クエリの識別情報 / identity in the query');
  }
}

function decode(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    throw bad('パーセント符号化 / percent-encoding');
  }
}
