/**
 * Tries a policy on recorded facts: who would have been refused, how often, by which rule, and who would pass now. Both the
 * trial and the current policy decide as of the hour in which it happened. Equal rows of several hours are one with their sum.
 */
import type { City } from '#policy/city.ts';
import { decide, type Refusal } from '#policy/decide.ts';
import { facts as factsSchema, type Facts } from '#policy/facts.ts';
import type { RecordedFacts } from '#store/repositories/recorded-facts.ts';

/** What the admin REST answers; the refusal is the one that the user reads. */
export interface SimulatedRefusal {
  user_id: string | null;
  device: string | null;
  act: string;
  zone: string | null;
  class: string | null;
  address: string | null;
  rule: string;
  reason: string;
  count: number;
}

export interface Simulation {
  /** The beginning of the first hour. */
  since: number;
  until: number;
  /** The policy that it was compared with. */
  version: number;
  considered: { facts: number; requests: number };
  /** `newly`: not by the current policy; those come first, the most frequent ahead. */
  refused: (SimulatedRefusal & { newly: boolean })[];
  /** Refused by the current policy, for the reason that stands here, and not by the trial. */
  admitted: SimulatedRefusal[];
  /** Whether there were more rows than are listed. */
  truncated: boolean;
}

export const mostListed = 1000;
/** Rows that are summed up at the same time; beyond it, a row that is new is left out. */
const mostSummed = 20_000;

class Sums {
  readonly #rows = new Map<string, SimulatedRefusal>();
  overflown = false;

  add(recorded: RecordedFacts, facts: Facts, { rule, reason }: Refusal): void {
    const caller = 'caller' in facts ? facts.caller : facts;
    const row = {
      user_id: recorded.userId, device: deviceOf(recorded), act: facts.act,
      zone: 'zone' in caller ? caller.zone : null, class: 'class' in caller ? caller.class : null, address: 'address' in caller ? caller.address : null,
      rule, reason,
    };
    const key = JSON.stringify(row);
    const known = this.#rows.get(key);
    if (known !== undefined) known.count += recorded.count;
    else if (this.#rows.size < mostSummed) this.#rows.set(key, { ...row, count: recorded.count });
    else this.overflown = true;
  }

  list(): SimulatedRefusal[] {
    return [...this.#rows.values()].sort((a, b) => b.count - a.count);
  }
}

function deviceOf({ device, userId }: RecordedFacts): string | null {
  return device === '' || device === userId ? null : device;
}

export async function simulate(batches: AsyncIterable<RecordedFacts[]>, trial: City, current: City): Promise<Pick<Simulation, 'considered' | 'refused' | 'admitted' | 'truncated'>> {
  const newly = new Sums();
  const anyhow = new Sums();
  const passing = new Sums();
  const considered = { facts: 0, requests: 0 };
  for await (const batch of batches) {
    for (const recorded of batch) {
      // What an earlier release recorded may lack a fact that the rules of this one need.
      const parsed = factsSchema.safeParse(JSON.parse(recorded.facts));
      if (!parsed.success) continue;
      considered.facts++;
      considered.requests += recorded.count;
      const [before] = decide(parsed.data, current, recorded.hour).refusals;
      const [after] = decide(parsed.data, trial, recorded.hour).refusals;
      if (after !== undefined) (before === undefined ? newly : anyhow).add(recorded, parsed.data, after);
      else if (before !== undefined) passing.add(recorded, parsed.data, before);
    }
  }
  const refused = [...newly.list().map((row) => ({ ...row, newly: true })), ...anyhow.list().map((row) => ({ ...row, newly: false }))];
  const admitted = passing.list();
  return {
    considered,
    refused: refused.slice(0, mostListed),
    admitted: admitted.slice(0, mostListed),
    truncated: refused.length > mostListed || admitted.length > mostListed || [newly, anyhow, passing].some(({ overflown }) => overflown),
  };
}
