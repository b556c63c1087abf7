/** What a rule is: one small pure function, the facts of an act in, what it has against the act out. */
import type { City } from './city.ts';
import type { Act, Caller, FactsOf } from './facts.ts';
import type { Reason } from './reasons.ts';

/** Null: nothing against the act. `at` is the time of the act in ms since the epoch; a rule has no clock. */
export type Rule<A extends Act> = (facts: FactsOf<A>, city: City, at: number) => Reason | Change | null;

/** What is changed in a request that is otherwise allowed. */
export type Transform = 'strip_encryption';

/** The act is allowed, if the request is changed. */
export interface Change {
  readonly transform: Transform;
}

/** The acts that somebody does who has logged in or is about to: their facts know the caller. */
export type CallerAct = { [A in Act]: FactsOf<A> extends { caller: Caller } ? A : never }[Act];
