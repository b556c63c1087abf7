/** A decision of the policy turned into the refusal that it asks for. */
import type { Decision } from '#policy/decide.ts';
import type { Reason } from '#policy/reasons.ts';
import { Refused, type RefusedExtra } from '#model/refused.ts';

/** @throws Refused with every reason of the decision, unless it allows the act. */
export function refuseUnlessAllowed(decision: Decision, extra: RefusedExtra = {}): void {
  const [first, ...others] = decision.refusals.map(({ reason }): Reason => reason);
  if (first !== undefined) throw new Refused([first, ...others], extra);
}
