/**
 * The table act ─▶ rules: "what governs an upload?" is one row. Every rule of the row is asked and every refusal collected;
 * the first reason goes to the user, all go to the audit log.
 */
import type { City } from './city.ts';
import type { Act, FactsOf } from './facts.ts';
import type { Reason } from './reasons.ts';

/** A rule of the acts `A`: null when it has nothing against the act. `at` is the time of the act in ms since the epoch. */
export type Rule<A extends Act> = (facts: FactsOf<A>, city: City, at: number) => Reason | null;

/** What is changed in a request that is otherwise allowed. */
export type Transform = 'strip_encryption';

export interface Refusal {
  rule: string;
  reason: Reason;
}

export interface Decision {
  /** Empty: allowed. */
  refusals: readonly Refusal[];
  transforms: readonly Transform[];
}
