/** How the rows of the table are written: one short call each, so that a chapter reads as a list. */
import { use } from '../facts/use.ts';
import type { AnsweredRoute, ForwardedRoute, Gathering, Handler, PublicRoute, RefusedRoute } from '../route.ts';

/** Forwarded; by default nothing but the session itself is judged, and the body streams. */
export function forward(note: string, facts: Gathering = use, body: ForwardedRoute['body'] = 'streamed'): ForwardedRoute {
  return { handling: 'forward', access: 'session', facts, body, note };
}

/** Forwarded after its JSON body was read and judged. */
export function judge(note: string, facts: Gathering): ForwardedRoute {
  return forward(note, facts, 'judged');
}

/** Forwarded for a session; a part of the answer is changed. */
export function rewrite(note: string, change: NonNullable<ForwardedRoute['rewrite']>): ForwardedRoute {
  return { ...forward(note), rewrite: change };
}

/** Answered by Sekisho for a session. */
export function answer(note: string, handler: Handler, facts: Gathering = use): AnsweredRoute {
  return { handling: 'answer', access: 'session', body: 'judged', facts, handler, note };
}

/** Answered by Sekisho for anyone. */
export function open(note: string, handler: Handler): AnsweredRoute {
  return { handling: 'answer', access: 'anyone', body: 'judged', handler, note };
}

/** Answered for anyone, and limited as logins are: each call may be a guess at a secret. */
export function guarded(note: string, handler: Handler): AnsweredRoute {
  return { ...open(note, handler), guarded: true };
}

/** Forwarded for anyone. */
export function tell(note: string, change: NonNullable<PublicRoute['rewrite']>): PublicRoute {
  return { handling: 'forward', access: 'anyone', rewrite: change, note };
}

export function refuse(note: string, act: RefusedRoute['act'] = 'unrouted'): RefusedRoute {
  return { handling: 'refuse', act, note };
}
