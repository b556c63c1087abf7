/** 4.3.2: which headers cross the gateway. Towards the homeserver only those on a list, towards the client all but some. */
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { corsHeaders } from '#http/cors.ts';
import { Refused } from '#http/refused.ts';

const passed = ['accept', 'accept-encoding', 'accept-language', 'content-type', 'content-length', 'if-none-match', 'if-modified-since', 'range', 'user-agent'];

/** Hop-by-hop headers (RFC 9110, 7.6.1), and what is Sekisho's own to say. */
const dropped = new Set([
  'connection', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'proxy-authentication-info', 'proxy-connection', 'te', 'trailer',
  'transfer-encoding', 'upgrade', 'date', 'server', 'set-cookie', 'set-cookie2', 'alt-svc',
]);

/** A form's fields would count as query parameters at the homeserver (Twisted reads them so), past the check of the query. */
const form = /^\s*(application\/x-www-form-urlencoded|multipart\/)/i;

/** The headers of Sekisho's own to the homeserver, names and values in turn. */
export function ownHeaders(token: string | null, address: string): string[] {
  const headers = ['x-forwarded-for', address, 'x-forwarded-proto', 'https'];
  if (token !== null) headers.push('authorization', `Bearer ${token}`);
  return headers;
}

/** @param judged the body was read and judged as JSON, and goes on as that */
export function upstreamHeaders(req: IncomingMessage, token: string | null, address: string, judged: boolean): string[] {
  const headers = ownHeaders(token, address);
  if (judged) headers.push('content-type', 'application/json');
  for (const name of passed) {
    const value = req.headers[name];
    if (typeof value !== 'string' || (judged && name.startsWith('content-'))) continue;
    if (name === 'content-type' && form.test(value)) throw new Refused('bad_request', { detail: 'フォーム形式の本文 / form body' });
    headers.push(name, value);
  }
  return headers;
}

/** @returns names and values in turn, as `writeHead` takes them */
export function downstreamHeaders(headers: IncomingHttpHeaders): string[] {
  const named = namedByConnection(headers.connection);
  const result = [...corsHeaders];
  for (const name in headers) {
    const value = headers[name];
    if (value === undefined || dropped.has(name) || name.startsWith('access-control-') || named?.has(name) === true) continue;
    if (typeof value === 'string') result.push(name, value);
    else for (const one of value) result.push(name, one);
  }
  return result;
}

function namedByConnection(connection: string | undefined): Set<string> | null {
  if (connection === undefined || connection === 'keep-alive' || connection === 'close') return null;
  return new Set(connection.split(',').map((name) => name.trim().toLowerCase()));
}
