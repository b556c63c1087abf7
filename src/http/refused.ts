/** The one way to say no on either side: reasons of the closed list, the first of them for the person, all for the audit log. */
import type { Reason } from '#policy/reasons.ts';

export interface RefusalExtra {
  retry_after_ms?: number;
  /** What exactly was wrong, `日本語 / English`; never a secret or message text. */
  detail?: string;
  soft_logout?: boolean;
}

export class Refused extends Error {
  override readonly name = 'Refused';
  readonly reasons: readonly [Reason, ...Reason[]];
  readonly extra: RefusalExtra;

  constructor(reasons: Reason | readonly [Reason, ...Reason[]], extra: RefusalExtra = {}) {
    const list: readonly [Reason, ...Reason[]] = typeof reasons === 'string' ? [reasons] : reasons;
    super(extra.detail === undefined ? list.join(', ') : `${list.join(', ')}: ${extra.detail}`);
    this.reasons = list;
    this.extra = extra;
  }
}
