/**
 * What happens to a request, always in this order (4.3.2): its form, the true address, the limits, the route, the session,
 * the body; then the act is judged and done (`act.ts`). Whatever fails on the way is a refusal, written in one place.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerPreflight } from '#http/answer.ts';
import { parseJson, readBody } from '#http/body.ts';
import { clientAddress, type Proxies } from '#http/client-address.ts';
import { Refused } from '#http/refused.ts';
import { checkForm, type Target } from '#http/request-form.ts';
import type { AnyOperation } from '#matrix/operation-of.ts';
import type { Session } from '#identity/sessions.ts';
import type { Zone } from '#model/device.ts';
import type { Facts } from '#policy/facts.ts';
import type { Act } from './act.ts';
import { classOfAgent } from './agent-class.ts';
import type { Exchange } from './exchange.ts';
import type { Limits } from './limits.ts';
import type { OpenRequests } from './open-requests.ts';
import { routes } from './route-table.ts';
import type { Route } from './route.ts';
import type { Matcher } from './route-matcher.ts';
import type { Rooms } from './rooms.ts';
import { bearerToken, sessionOf } from './token.ts';

/** Judged bodies are events, rooms and forms; the homeserver itself takes no event over 64 kB. */
const judgedBodyLimit = 1024 * 1024;

/** One zone's listener, as the pipeline needs to know it. */
export interface Gate {
  zone: Zone;
  proxies: Proxies | null;
  /** The address that clients use; null when it is the one that they name in `Host`. */
  publicUrl: string | null;
  secure: boolean;
}

export interface Pipeline {
  rooms: Rooms;
  matcher: Matcher<AnyOperation>;
  limits: Limits;
  open: OpenRequests;
  act: Act;
}

/** What became known of a request so far: for its refusal, its entry in the audit log, its metric. */
export interface Trace {
  operation: AnyOperation | null;
  address: string;
  session: Session | null;
}

/** @throws Refused before anything was written to the client; nothing was forwarded unless the homeserver failed */
export async function pass(req: IncomingMessage, res: ServerResponse, gate: Gate, pipeline: Pipeline, trace: Trace): Promise<void> {
  const { rooms, limits } = pipeline;
  const { zone } = gate;
  const target = checkForm(req);
  const address = clientAddress(req.socket.remoteAddress, req.rawHeaders, gate.proxies);
  if (address === null) throw new Refused('bad_request', { detail: '送信元が分かりません / the client address cannot be told' });
  trace.address = address;
  limits.take('address', address, zone, address);
  if (req.method === 'OPTIONS') {
    answerPreflight(res);
    return;
  }

  const matched = pipeline.matcher.match(req.method ?? '', target.path);
  if (matched === 'method') throw new Refused('method_not_allowed');
  if (matched === null) throw refusalOf(rooms, { act: 'unrouted', zone, operation: null });
  trace.operation = matched.operation;
  const route = routes[matched.operation];
  if (route.handling === 'refuse') throw refusalOf(rooms, route.act === 'register' ? { act: 'register', zone, address } : { act: 'unrouted', zone, operation: matched.operation });
  if (route.handling === 'answer' && route.guarded === true) limits.take('login', address, zone, address);

  const { epoch } = pipeline.open;
  const token = route.access === 'session' ? bearerToken(req) : null;
  const session = token === null ? null : await sessionOf(rooms.identity, token);
  if (session !== null) {
    trace.session = session;
    limits.take('token', session.device.id, zone, address);
    limits.take('account', session.person.userId, zone, address);
  }

  const bytes = await judgedBody(req, route, target, matched.operation, zone, rooms);
  const agent = (req.headers['user-agent'] ?? '').slice(0, 500);
  const exchange: Exchange = {
    method: req.method ?? '',
    params: matched.params,
    query: target.query,
    body: bytes === undefined || bytes.length === 0 ? undefined : parseJson(bytes),
    zone, address, agent,
    class: session?.device.class ?? classOfAgent(agent),
    session,
    origin: gate.publicUrl ?? `${gate.secure ? 'https' : 'http'}://${req.headers.host ?? ''}`,
  };
  await pipeline.act({ req, res, route, exchange, token, bytes, epoch, operation: matched.operation, target: req.url ?? '' });
}

/** The body where the route judges it, else undefined. */
async function judgedBody(req: IncomingMessage, route: Exclude<Route, { handling: 'refuse' }>, target: Target, operation: AnyOperation, zone: Zone, rooms: Rooms): Promise<Uint8Array | undefined> {
  if (!('body' in route) || route.body !== 'judged') return undefined;
  // A delayed or sticky event is asked for in the query of an ordinary one (MSC4140, MSC4354): what is judged takes none.
  if (route.handling === 'forward' && target.query !== '') throw refusalOf(rooms, { act: 'unrouted', zone, operation });
  return readBody(req, judgedBodyLimit);
}

/** An act whose rules can only refuse it: the rules say with which reasons. */
function refusalOf(rooms: Rooms, facts: Facts): Refused {
  const [first = 'route_not_allowed', ...more] = rooms.decisions.judge(facts, { userId: null, device: null }).refusals.map((refusal) => refusal.reason);
  return new Refused([first, ...more]);
}
