/**
 * Decides by the city's current policy, and remembers what it decided on (issue 3, item 8): a change is a version, holds on
 * every listener of every process, and can be tried beforehand on what really happened.
 */
import { prepareCity, type City } from '#policy/city.ts';
import { decide, type Decision } from '#policy/decide.ts';
import type { Facts } from '#policy/facts.ts';
import type { Network, Settings } from '#policy/settings.ts';
import type { PolicyVersion } from '#store/repositories/policy-versions.ts';
import type { Transaction } from '#store/store.ts';
import { createCurrentPolicy, type PolicyChange, type PolicyOptions } from './current-policy.ts';
import { FactRecorder } from './fact-recorder.ts';
import { hourOf } from './hour.ts';
import { simulate, type Simulation } from './simulation.ts';

export type { PolicyVersion } from '#store/repositories/policy-versions.ts';
export type { PolicyChange, PolicyOptions } from './current-policy.ts';
export type { Simulation } from './simulation.ts';

export interface Decisions {
  readonly city: City;
  readonly version: number;
  /** Decides at this moment, and records the facts. `device` is Device.id. */
  judge(facts: Facts, who: { userId: string | null; device: string | null }): Decision;
  current(): Promise<PolicyVersion>;
  /** In their order, those behind version `from` (0: from the first). */
  versions(from: number, limit: number): Promise<PolicyVersion[]>;
  /**
   * Makes a new version, in one transaction with its audit entry and with `also`; it holds before this returns.
   * @throws Refused (conflict) when there is a version newer than `expect`, RangeError when an address cannot be read.
   */
  change(change: PolicyChange, also?: (tx: Transaction) => Promise<void>): Promise<PolicyVersion>;
  /** What other settings or networks would have done with what was recorded since. @throws RangeError as `change` does */
  simulate(trial: { settings?: Settings; networks?: Network[]; since: number }): Promise<Simulation>;
  /** Writes the counts of recorded facts. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

const flushMs = 10_000;
const keptMs = 40 * 24 * 60 * 60 * 1000;

export interface DecisionsOptions extends PolicyOptions {
  /** Told of every decision, for the metrics. */
  observe?: (decision: Decision) => void;
}

export async function createDecisions(options: DecisionsOptions): Promise<Decisions> {
  const { store, clock, log, observe } = options;
  const policy = await createCurrentPolicy(options);
  const recorder = new FactRecorder();
  let pruned = 0;
  let writing: Promise<void> = Promise.resolve();

  async function write(): Promise<void> {
    await recorder.write((rows) => store.recordedFacts.add(rows));
    const skipped = recorder.takeSkipped();
    if (skipped > 0) log.warn({ skipped }, '記録しきれなかった判断があります / some decisions were not recorded');
    const hour = hourOf(clock());
    if (hour === pruned) return;
    await store.recordedFacts.deleteBefore(hour - keptMs);
    pruned = hour;
  }

  function flush(): Promise<void> {
    const next = writing.then(write);
    writing = next.catch(() => undefined);
    return next;
  }

  const timer = setInterval(() => {
    flush().catch((error: unknown) => log.error({ err: error }, '判断の記録を書けません / recorded facts cannot be written'));
  }, flushMs);

  return {
    get city() { return policy.city; },
    get version() { return policy.version.version; },
    judge(facts, who) {
      const now = clock();
      recorder.record(facts, who, now);
      const decision = decide(facts, policy.city, now);
      observe?.(decision);
      return decision;
    },
    current: () => policy.refresh(),
    versions: (from, limit) => store.policyVersions.list(from, limit),
    change: policy.change,
    async simulate({ settings, networks, since }) {
      await flush();
      const { version, city } = policy;
      const trial = prepareCity(settings ?? version.settings, networks ?? version.networks);
      const until = clock();
      const { considered, ...lists } = await simulate(store.recordedFacts.batches(hourOf(since), until), trial, city);
      return { since: hourOf(since), until, version: version.version, considered, ...lists };
    },
    flush,
    async close() {
      clearInterval(timer);
      policy.close();
      await flush();
    },
  };
}
