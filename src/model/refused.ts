/**
 * An act that is refused, with its reasons from the closed list. Thrown by every room that may refuse; the room `http` makes
 * the response of it, so it stands below all of them.
 */
import type { Reason } from '#policy/reasons.ts';
import type { UserId } from '#matrix/identifiers.ts';

export interface RefusedExtra {
  retry_after_ms?: number;
  /** For the log and the developer, Japanese / English; shown with the reason's text. */
  detail?: string;
  soft_logout?: boolean;
  /** Whom a request without a session concerned, for the audit log alone: never part of the response. */
  user_id?: UserId;
}

export class Refused extends Error {
  readonly reasons: readonly [Reason, ...Reason[]];
  readonly extra: RefusedExtra;

  constructor(reasons: Reason | readonly [Reason, ...Reason[]], extra: RefusedExtra = {}) {
    const all = typeof reasons === 'string' ? [reasons] as const : reasons;
    super(extra.detail === undefined ? all[0] : `${all[0]}: ${extra.detail}`);
    this.name = 'Refused';
    this.reasons = all;
    this.extra = extra;
  }
}
