/**
 * An act is judged and done: its facts go to the policy; what is allowed is answered here or forwarded. While it runs it is
 * known as open, and is judged again whenever its device, its person or the policy changes (4.5.4).
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { answer } from '#http/answer.ts';
import type { Metrics } from '#http/metrics.ts';
import { Refused } from '#http/refused.ts';
import type { Session } from '#identity/sessions.ts';
import type { Clock } from '#lib/clock.ts';
import type { AnyOperation } from '#matrix/operation-of.ts';
import type { Decision } from '#policy/decide.ts';
import type { Facts } from '#policy/facts.ts';
import type { Reason } from '#policy/reasons.ts';
import type { Exchange } from './exchange.ts';
import { isObject } from './facts/body.ts';
import type { Forwarder } from './forward.ts';
import type { OpenRequest, OpenRequests } from './open-requests.ts';
import type { ForwardedRoute, PublicRoute, RefusedRoute, Route, Transforms } from './route.ts';
import type { Rooms } from './rooms.ts';
import { sessionOf } from './token.ts';
import { stripEncryption } from './transforms/strip-encryption.ts';
import { uploadLimit } from './upload-limit.ts';
import { wokenAnswer } from './woken-answer.ts';

/** A request whose route, session and body are known. */
export interface Passage {
  req: IncomingMessage;
  res: ServerResponse;
  route: Exclude<Route, RefusedRoute>;
  operation: AnyOperation;
  exchange: Exchange;
  token: string | null;
  /** The judged body as it came. */
  bytes: Uint8Array | undefined;
  /** Path and query, the very bytes that were judged. */
  target: string;
  /** When the session was looked up, in the count of changes. */
  epoch: number;
}

export type Act = (passage: Passage) => Promise<void>;

export interface ActOptions {
  rooms: Rooms;
  forwarder: Forwarder;
  open: OpenRequests;
  metrics: Metrics;
  clock: Clock;
}

const polls: readonly AnyOperation[] = ['sync', 'slidingSync'];
const transforms: Transforms = { strip_encryption: stripEncryption };
/** Bodies that stream without being judged are small, but for files. */
const streamedBodyLimit = 10 * 1024 * 1024;

/** Whether a client that loses its session keeps its data (clients.md). */
const softLogout: Partial<Record<Reason, { soft_logout: boolean }>> = {
  device_wiped: { soft_logout: false },
  account_locked: { soft_logout: true },
  account_expired: { soft_logout: true },
};

/** Ends an open request so that its client asks again; no refusal. */
class Woken extends Error {}

export function createAct({ rooms, forwarder, open, metrics, clock }: ActOptions): Act {
  function judge(facts: Facts, session: Session): Decision {
    return rooms.decisions.judge(facts, { userId: session.person.userId, device: session.device.id });
  }

  return async (passage) => {
    const { exchange } = passage;
    const { session } = exchange;
    if (session === null) {
      await answerOrForward(passage, undefined, undefined);
      return;
    }
    const aborting = new AbortController();
    const poll = polls.includes(passage.operation);
    const request: OpenRequest = {
      device: session.device.id,
      userId: session.person.userId,
      place: -1,
      recheck: () => void stillAllowed(passage).catch((error: unknown) => aborting.abort(error)),
      wake: () => { if (poll) aborting.abort(new Woken()); },
    };
    open.add(request);
    if (poll) metrics.pollOpened();
    try {
      // What changed while the session was looked up was not heard for this request.
      if (open.epoch !== passage.epoch) await stillAllowed(passage);
      if (open.stopping) request.wake();
      await answerOrForward(passage, await judgedBody(passage, session), aborting.signal);
    } catch (error) {
      if (!(error instanceof Woken)) throw error;
      // The next poll is to find another connection, and so the process that took over.
      passage.res.shouldKeepAlive = false;
      answer(passage.res, ...wokenAnswer(exchange, passage.operation));
    } finally {
      open.remove(request);
      if (poll) metrics.pollClosed();
    }
  };

  /** Judges the act, and gives the body to send on where it was read. @throws Refused */
  async function judgedBody({ route, exchange, bytes }: Passage, session: Session): Promise<Uint8Array | undefined> {
    if (!('facts' in route) || route.facts === undefined) return bytes;
    const facts = await route.facts.gather(exchange, session.caller(exchange.zone, exchange.address, clock()), rooms);
    const decision = judge(facts, session);
    refuseIf(decision);
    if (decision.transforms.length === 0 || !isObject(exchange.body)) return bytes;
    return Buffer.from(JSON.stringify(decision.transforms.reduce((body, name) => transforms[name](body), exchange.body)));
  }

  /** Whether the caller may still do anything at all. @throws Refused */
  async function stillAllowed({ exchange, token }: Passage): Promise<void> {
    if (token === null) return;
    const now = await sessionOf(rooms.identity, token);
    refuseIf(judge({ act: 'use', caller: now.caller(exchange.zone, exchange.address, clock()) }, now));
  }

  function refuseIf(decision: Decision): void {
    const [first, ...more] = decision.refusals;
    if (first === undefined) return;
    throw new Refused([first.reason, ...more.map((refusal) => refusal.reason)], softLogout[first.reason] ?? {});
  }

  async function answerOrForward(passage: Passage, bytes: Uint8Array | undefined, signal: AbortSignal | undefined): Promise<void> {
    const { route, exchange, res } = passage;
    if (route.handling === 'answer') {
      const { status, body } = await route.handler(exchange, rooms);
      answer(res, status, body);
    } else {
      await forward(passage, route, bytes, signal);
    }
  }

  async function forward(passage: Passage, route: ForwardedRoute | PublicRoute, bytes: Uint8Array | undefined, signal: AbortSignal | undefined): Promise<void> {
    const { exchange, req, res, target, operation } = passage;
    const { session, address } = exchange;
    let token = session === null ? null : await session.homeserverToken();
    const onUnauthorized = async () => {
      if (session !== null && token !== null) token = await session.renewHomeserverToken(token);
      return token;
    };
    if (route.rewrite !== undefined) {
      const reply = await forwarder.request(target, { method: exchange.method, token, address, onUnauthorized, ...(signal && { signal }) });
      answer(res, reply.status, reply.status === 200 && isObject(reply.body) ? route.rewrite(reply.body) : reply.body);
      return;
    }
    const large = route.access === 'session' && route.body === 'large';
    const limit = large ? await uploadLimit(forwarder, { token, address, onUnauthorized, ...(signal && { signal }) }) : streamedBodyLimit;
    await forwarder.forward(req, res, {
      target, token, address, onUnauthorized, poll: polls.includes(operation),
      limit, ...(bytes && { body: bytes }), ...(signal && { signal }),
    });
  }
}
