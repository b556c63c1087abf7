/** Facts of what a session does and no rule has a special word on. */
import type { Caller, FactsOf } from '#policy/facts.ts';
import type { Exchange } from '../exchange.ts';
import type { Gathering } from '../route.ts';

// The same caller gives the same object, which the recorder recognises without looking inside.
const known = new WeakMap<Caller, FactsOf<'use'>>();

export const use: Gathering<'use'> = { act: 'use', gather };

function gather(_exchange: Exchange, caller: Caller): FactsOf<'use'> {
  let facts = known.get(caller);
  if (facts === undefined) {
    facts = { act: 'use', caller };
    known.set(caller, facts);
  }
  return facts;
}
