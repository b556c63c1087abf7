/**
 * The ways to write a request so that a gateway and a homeserver might read it differently (homeserver.md, "Ways round a
 * gateway"). Each disguise takes the parts of a path and gives targets; it knows nothing of what is allowed.
 */
import type { Part } from './synapse-handlers.ts';

export interface Disguise {
  /** For the report. */
  name: string;
  /** Targets as they stand in the request line. */
  of(parts: readonly Part[], seed: number): string[];
}

const captured: Record<string, string> = {
  room_id: '!room:city.test', roomId: '!room:city.test', room_identifier: '!room:city.test', user_id: '@someone:city.test', userId: '@someone:city.test',
  event_id: '$other', eventId: '$other', event_type: 'm.room.message', eventType: 'm.room.message', state_key: '', stateKey: '',
  server_name: 'city.test', serverName: 'city.test', room_alias: '#room:city.test'.replace('#', '%23'), roomAlias: '%23room:city.test', letter: '5', part: '5',
};

/** What a capture holds unless a disguise says otherwise. */
export const valueOf = (name: string) => captured[name] ?? 'a1';

export function plain(parts: readonly Part[], value: (name: string) => string = valueOf): string {
  return parts.map((part) => (typeof part === 'string' ? part : value(part.capture))).join('');
}

const hex = (letter: string) => `%${letter.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;

/** Each place of `letters` in the literal texts, changed one at a time by `change`; `most` of them, spread by the seed. */
function atLetters(parts: readonly Part[], letters: RegExp, seed: number, most: number, change: (letter: string) => string): string[] {
  const text = plain(parts);
  const places: number[] = [];
  let offset = 0;
  for (const part of parts) {
    const here = typeof part === 'string' ? part : valueOf(part.capture);
    if (typeof part === 'string') for (let i = 0; i < here.length; i++) if (letters.test(here[i] ?? '')) places.push(offset + i);
    offset += here.length;
  }
  const chosen = new Set(Array.from({ length: Math.min(most, places.length) }, (_, i) => places[(seed * 7 + Math.floor((i * places.length) / most)) % places.length] ?? 0));
  return [...chosen].map((at) => text.slice(0, at) + change(text[at] ?? '') + text.slice(at + 1));
}

/** The whole path with each of the endings. */
const ending = (...ends: string[]) => (parts: readonly Part[]) => ends.map((end) => plain(parts) + end);
const beginning = (...starts: string[]) => (parts: readonly Part[]) => starts.map((start) => start + plain(parts));
const inCaptures = (...values: string[]) => (parts: readonly Part[]) => (parts.some((part) => typeof part !== 'string') ? values.map((value) => plain(parts, () => value)) : []);
const swap = (parts: readonly Part[], from: RegExp, ...to: string[]) => {
  const text = plain(parts);
  return from.test(text) ? to.map((by) => text.replace(from, by)).filter((one) => one !== text) : [];
};

/** Words that Synapse's own patterns hold where a capture may stand beside them. */
const words = ['redact', 'send', 'state', 'upgrade', 'login', 'set', 'm.room.redaction', 'm.room.encryption', 'upload', 'v3', 'keys', 'password'];

export const disguises: readonly Disguise[] = [
  { name: '別の版の前置き / another version', of: (parts) => swap(parts, /(?<=^\/_matrix\/(client|media|federation|key)\/)(api\/v1|r0|v1|v2|v3|v4|unstable)(?=\/)/, 'api/v1', 'r0', 'v1', 'v2', 'v3', 'v4', 'v5', 'unstable') },
  { name: '別の API の前置き / another API', of: (parts) => swap(parts, /^\/_(matrix|synapse)\/(client|admin|media|federation)/, '/_matrix/client', '/_synapse/admin', '/_matrix/media', '/_matrix', '/client') },
  { name: '一文字を % で / one letter percent-encoded', of: (parts, seed) => atLetters(parts, /[a-z]/i, seed, 3, hex) },
  { name: '% を小文字で / lower-case percent-encoding', of: (parts, seed) => atLetters(parts, /[j-oz]/i, seed, 1, (letter) => hex(letter).toLowerCase()) },
  { name: '二重の % / double encoding', of: (parts, seed) => atLetters(parts, /[a-z]/i, seed, 2, (letter) => hex(letter).replace('%', '%25')) },
  { name: '区切りを %2F で / an encoded slash between segments', of: (parts, seed) => atLetters(parts, /\//, seed, 3, () => (seed % 2 === 0 ? '%2F' : '%2f')) },
  { name: '値の中の %2F / an encoded slash within a capture', of: inCaptures('a%2Fb', '%2F', 'a%2F..%2Fb', '..%2Fx') },
  { name: '値の中の点 / dots within a capture', of: inCaptures('.', '..', '%2e', '%2E%2e', '.%2e') },
  { name: '値に別の語 / a neighbour’s word as the capture', of: (parts, seed) => inCaptures(...[0, 1, 2].map((i) => words[(seed + i * 5) % words.length] ?? ''))(parts) },
  { name: '空の値 / an empty capture', of: inCaptures('') },
  { name: '大文字小文字 / letter case', of: (parts, seed) => [...atLetters(parts, /[a-z]/, seed, 2, (letter) => letter.toUpperCase()), ...atLetters(parts, /[A-Z]/, seed, 1, (letter) => letter.toLowerCase()), plain(parts).toUpperCase()] },
  { name: '// を挟む / a doubled slash', of: (parts, seed) => [...atLetters(parts, /\//, seed, 2, () => '//'), ...beginning('/', '//homeserver')(parts)] },
  { name: '/./ を挟む / a dot segment', of: (parts, seed) => [...atLetters(parts, /\//, seed, 2, () => '/./'), ...atLetters(parts, /\//, seed, 1, () => '/%2e/')] },
  { name: '/../ を挟む / a parent segment', of: (parts, seed) => [...atLetters(parts, /\//, seed, 1, () => '/x/../'), ...atLetters(parts, /\//, seed, 1, () => '/x/%2e%2e/'), ...beginning('/_matrix/client/versions/..', '/_matrix/client/versions/%2e%2e/%2e%2e/%2e%2e', '/..')(parts)] },
  { name: ';x / a path parameter', of: (parts, seed) => [...ending(';x', ';/', '%3Bx')(parts), ...atLetters(parts, /\//, seed, 2, () => ';x=1/')] },
  { name: '末尾の / / a trailing slash', of: ending('/', '//', '/%20', '/.') },
  { name: '続きの文字 / what follows', of: ending('x', '/x', '%20', '+', '.json', '%09') },
  { name: '逆斜線 / backslashes', of: (parts, seed) => [...atLetters(parts, /\//, seed, 2, () => '\\'), ...atLetters(parts, /\//, seed, 1, () => '%5C')] },
  { name: '絶対形式 / absolute form', of: (parts) => [...beginning('http://127.0.0.1', 'https://homeserver.example:8008', '//127.0.0.1')(parts), plain(parts).slice(1)] },
  { name: '%00 / NUL', of: (parts, seed) => [...ending('%00', '%00.json')(parts), ...atLetters(parts, /[a-z]/, seed, 1, (letter) => `${letter}%00`), ...inCaptures('a%00')(parts)] },
  { name: '壊れた符号 / broken encodings', of: (parts, seed) => [...ending('%', '%2', '%zz', '%u0061', '%c0%af', '%ff', '%ED%A0%80', '\xe6\x97\xa5', '\x7f')(parts), ...atLetters(parts, /[a-z]/, seed, 1, () => '\xc1')] },
  { name: '名乗るクエリ / an identity in the query', of: (parts, seed) => pick(seed, 4, ['?user_id=%40root%3Acity.test', '?access_token=abc', '?device_id=D', '?org.matrix.msc3202.device_id=D', '?us%65r_id=%40root%3Acity.test', '?USER_ID=x', '?a=b;user_id=x', '?a=b&access_token', '?+user_id=x', '?user_id%00=x', '?a=%zz&b', '?user_id=%40a%3Acity.test&user_id=%40b%3Acity.test', '?%75%73%65%72%5f%69%64=x']).map((query) => plain(parts) + query) },
  { name: '後で行うクエリ / a query that delays or sticks', of: ending('?org.matrix.msc4140.delay=1', '?org.matrix.msc4354.sticky_duration_ms=1') },
  { name: '# と ? / fragments and question marks', of: ending('#x', '?', '%3Fuser_id=x', '%23', '?#', '??user_id=x') },
];

function pick<T>(seed: number, count: number, of: readonly T[]): T[] {
  return Array.from({ length: count }, (_, i) => of[(seed + i * 3) % of.length] as T);
}
