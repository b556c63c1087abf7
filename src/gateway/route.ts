/**
 * What we do with an operation: forward it, answer it ourselves, or refuse it. There is no fourth way, and nothing is
 * forwarded that no row names (4.3.2). Each row says in one sentence why, or which way round the gateway it closes.
 */
import type { Act, Caller, FactsOf } from '#policy/facts.ts';
import type { Transform } from '#policy/decide.ts';
import type { Answer, Exchange } from './exchange.ts';
import type { Rooms } from './rooms.ts';

/** An act, and how what its rules need to know is gathered. */
export interface Gathering<A extends Act = Act> {
  act: A;
  /** @throws Refused when the request cannot be understood */
  gather(exchange: Exchange, caller: Caller, rooms: Rooms): FactsOf<A> | Promise<FactsOf<A>>;
}
export type Handler = (exchange: Exchange, rooms: Rooms) => Promise<Answer>;

interface Row {
  /** Why it is so, for the auditor who reads the table. */
  note: string;
}

/** Forwarded with the session's own homeserver token; the body is streamed unless the facts need it. */
export interface ForwardedRoute extends Row {
  handling: 'forward';
  access: 'session';
  facts: Gathering;
  /** `judged`: read, parsed and looked at before anything is sent on; `large`: streamed without the usual limit (files). */
  body: 'streamed' | 'judged' | 'large';
  /** A small JSON answer that tells of things the city does not offer is changed on its way back. */
  rewrite?: (answer: Record<string, unknown>) => Record<string, unknown>;
}

/** Answered by Sekisho; the homeserver never sees the request itself. */
export interface AnsweredRoute extends Row {
  handling: 'answer';
  access: 'session' | 'anyone';
  /** Absent where the handler judges for itself (a login) or there is nothing to judge (public facts about the server). */
  facts?: Gathering;
  /** Read and parsed before the facts are gathered. */
  body: 'judged';
  handler: Handler;
  /** Counts against the limit for logins of an address. */
  guarded?: true;
}

/** Forwarded for anyone, without a token: what the homeserver tells everybody about itself. */
export interface PublicRoute extends Row {
  handling: 'forward';
  access: 'anyone';
  rewrite?: (answer: Record<string, unknown>) => Record<string, unknown>;
}

export interface RefusedRoute extends Row {
  handling: 'refuse';
  /** The act whose rules refuse it. */
  act: 'unrouted' | 'register';
}

export type Route = ForwardedRoute | AnsweredRoute | PublicRoute | RefusedRoute;

/** How each transform of the policy changes a judged body. */
export type Transforms = Record<Transform, (body: Record<string, unknown>) => Record<string, unknown>>;
