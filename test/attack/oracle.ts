/**
 * Judges what reached the recorder, and what was answered. It knows the route table as plain data and reads it by expressions
 * of its own, not by the gateway's matcher; what the gateway says of itself counts for nothing.
 */
import { reasons } from '#policy/reasons.ts';
import type { RouteTableRow } from '#gateway/route-table.ts';
import type { AttackCaller, CallerName } from './city.ts';
import type { RawAnswer } from './raw-client.ts';
import type { Recorded } from './recorder.ts';

export interface Sent {
  id: number;
  caller: CallerName;
  group: string;
  method: string;
  target: string;
}

export type FindingKind =
  | 'unrouted' | 'not_canonical' | 'not_admitted' | 'changed_on_the_way' | 'wrong_token' | 'client_secret' | 'identity_in_query' | 'header'
  | 'another_meaning' | 'unknown_sender' | 'server_error' | 'not_a_refusal' | 'no_answer';

export interface Finding {
  kind: FindingKind;
  what: string;
}

export interface Oracle {
  /** The table's row of a request in its canonical form. */
  rowOf(method: string, target: string): RouteTableRow | null;
  /** What is wrong with a request that reached the homeserver; `sent` is what its tag names. */
  reached(recorded: Recorded, sent: Sent | null): Finding[];
  /** What is wrong with the answer to a request that did not reach the homeserver. */
  answered(sent: Sent, answer: RawAnswer): Finding[];
}

export interface OracleOptions {
  table: readonly RouteTableRow[];
  callers: Record<CallerName, AttackCaller>;
  /** The application service's token, with which Sekisho itself speaks. */
  asToken: string;
}

/** Where each request's tag stands: this header alone crosses the gateway as it is. */
export const tag = (id: number) => `attack/${id}`;
export const tagged = ({ headers }: Recorded) => Number(/^attack\/(\d+)$/.exec(valueOf(headers, 'user-agent') ?? '')?.[1] ?? Number.NaN);

const allowedHeaders = new Set([
  'host', 'connection', 'accept', 'accept-encoding', 'accept-language', 'content-type', 'content-length', 'transfer-encoding', 'if-none-match', 'if-modified-since', 'range', 'user-agent',
  'authorization', 'x-forwarded-for', 'x-forwarded-proto',
]);
const identity = new Set(['user_id', 'access_token', 'device_id', 'org.matrix.msc3202.device_id']);

/** What Sekisho itself asks of the homeserver without the application service's token: with a device's, and with none. */
const ownActs = { device: [/^GET \/_matrix\/client\/v3\/rooms\/[^/]+\/event\/[^/]+$/, /^POST \/_matrix\/client\/v3\/pushers\/set$/], none: [/^GET \/_matrix\/client\/versions$/] };

export function createOracle({ table, callers, asToken }: OracleOptions): Oracle {
  const rows = table.map((row) => ({ row, form: new RegExp(`^${row.path.split('/').map(segmentForm).join('/')}$`) }));
  const byAddress = new Map(Object.values(callers).map((caller) => [caller.address, caller]));
  const clientSecrets = Object.values(callers).filter(({ userId }) => userId !== null).flatMap(({ tokens }) => tokens);
  const minted = new Set(Object.values(callers).map(({ homeserverToken }) => homeserverToken));

  function rowOf(method: string, target: string): RouteTableRow | null {
    const path = target.split('?', 1)[0] ?? '';
    // Of several rows the one with the most literal text, as any router has it.
    const fitting = rows.filter(({ row, form }) => row.method === method && form.test(path)).map(({ row }) => row);
    return fitting.sort((a, b) => literal(b) - literal(a))[0] ?? null;
  }

  function reached(recorded: Recorded, sent: Sent | null): Finding[] {
    const { method, target, headers, body } = recorded;
    const findings: Finding[] = [];
    const found = (kind: FindingKind, what = '') => { findings.push({ kind, what: `${method} ${target}${what === '' ? '' : `: ${what}`}` }); };

    const from = valuesOf(headers, 'x-forwarded-for');
    const token = valueOf(headers, 'authorization')?.replace(/^Bearer /, '') ?? null;
    if (clientSecrets.some((secret) => [target, body, ...headers.map(([, value]) => value)].some((text) => text.includes(secret)))) found('client_secret');

    if (from.length === 0 && sent === null) {
      // Sekisho's own acts carry no client's address.
      const act = `${method} ${target.split('?', 1)[0]}`;
      const own = token === asToken || (token === null ? ownActs.none : minted.has(token) ? ownActs.device : []).some((form) => form.test(act));
      if (!own) found('unknown_sender');
      return findings;
    }
    const caller = sent === null ? byAddress.get(from[0] ?? '') : callers[sent.caller];
    if (caller === undefined) {
      found('unknown_sender', from.join(', '));
      return findings;
    }
    if (from.length !== 1 || from[0] !== caller.address) found('header', `x-forwarded-for: ${from.join(', ')}`);

    const row = rowOf(method, target);
    if (row?.handling !== 'forward') found('unrouted', `${caller.name}: ${row?.operation ?? 'no row'}`);
    if (!isCanonical(target)) found('not_canonical');
    if (caller.name !== 'approved' && row?.access !== 'anyone') found('not_admitted', caller.name);
    if (sent !== null && (sent.method !== method || sent.target !== target)) found('changed_on_the_way', `${sent.method} ${sent.target}`);
    if (token !== (row?.access === 'anyone' ? null : caller.homeserverToken)) found('wrong_token', caller.name);
    if (queryKeys(target).some((key) => identity.has(key))) found('identity_in_query');
    for (const [name] of headers) if (!allowedHeaders.has(name)) found('header', name);
    for (const name of new Set(headers.map(([one]) => one))) if (valuesOf(headers, name).length > 1) found('header', `${name} twice`);
    return findings;
  }

  function answered(sent: Sent, { status, contentType, body }: RawAnswer): Finding[] {
    const found = (kind: FindingKind): Finding[] => [{ kind, what: `${sent.caller} ${sent.method} ${sent.target}: ${status} ${body.slice(0, 200)}` }];
    if (status === 0) return found('no_answer');
    if (status >= 500) return found('server_error');
    // Nobody sees the body of an answer to HEAD; what Sekisho answers itself is not a refusal.
    if (sent.method === 'HEAD') return status >= 400 ? [] : found('not_a_refusal');
    if (rowOf(sent.method, sent.target)?.handling === 'answer') return [];
    return status >= 400 && contentType.startsWith('application/json') && isRefusal(body) ? [] : found('not_a_refusal');
  }

  return { rowOf, reached, answered };
}

function isRefusal(body: string): boolean {
  try {
    const { errcode, error, reason } = JSON.parse(body) as Record<string, unknown>;
    return typeof errcode === 'string' && /^M_[A-Z_]+$/.test(errcode) && typeof error === 'string' && / \/ /.test(error) && typeof reason === 'string' && Object.hasOwn(reasons, reason);
  } catch {
    return false;
  }
}

function segmentForm(segment: string): string {
  if (!segment.startsWith('{')) return segment.replaceAll(/[.\\+*?[\](){}^$|]/g, '\\$&');
  return segment === '{stateKey}' ? '[^/]*' : '[^/]+';
}

const literal = ({ path }: RouteTableRow) => path.replaceAll(/\{\w+\}/g, '').length;

/** One way to write it: no dot or empty segments (but a last, empty one), nothing that does not decode, no odd bytes. */
function isCanonical(target: string): boolean {
  if (!/^\/[\x21-\x7e]*$/.test(target) || /[\\#]/.test(target)) return false;
  const [path = '', ...query] = target.split('?');
  const segments = path.split('/').slice(1);
  try {
    decodeURIComponent(query.join('?').replaceAll('+', ' '));
    return segments.every((segment, i) => {
      const text = decodeURIComponent(segment);
      return text !== '.' && text !== '..' && !text.includes('\0') && (text !== '' || i === segments.length - 1);
    });
  } catch {
    return false;
  }
}

/** Every key that a homeserver could see in the query, whichever of `&` and `;` it splits at. */
function queryKeys(target: string): string[] {
  const query = target.includes('?') ? target.slice(target.indexOf('?') + 1) : '';
  return query.split(/[&;]/).map((pair) => {
    const key = (pair.split('=', 1)[0] ?? '').replaceAll('+', ' ');
    try {
      return decodeURIComponent(key).replaceAll('\0', '').trim().toLowerCase();
    } catch {
      return key.toLowerCase();
    }
  });
}

const valuesOf = (headers: Recorded['headers'], name: string) => headers.filter(([one]) => one === name).map(([, value]) => value);
const valueOf = (headers: Recorded['headers'], name: string) => valuesOf(headers, name)[0];
