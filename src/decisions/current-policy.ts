/** The policy in force, the same in every process: each adopts a new version when the change feed tells of it. */
import { prepareCity, type City } from '#policy/city.ts';
import { networks as networksSchema, settings as settingsSchema, type Network, type Settings } from '#policy/settings.ts';
import type { Audit } from '#audit/audit.ts';
import type { Clock } from '#lib/clock.ts';
import type { Log } from '#lib/log.ts';
import { Refused } from '#model/refused.ts';
import type { PolicyVersion } from '#store/repositories/policy-versions.ts';
import type { Store, Transaction } from '#store/store.ts';
import { differences } from './differences.ts';

export interface PolicyOptions {
  store: Store;
  audit: Pick<Audit, 'append'>;
  clock: Clock;
  log: Log;
  /** What a city without a policy starts from; afterwards the store's newest version counts. */
  initial: { settings: Settings; networks: Network[] };
}

export interface PolicyChange {
  settings?: Settings;
  networks?: Network[];
  /** A user ID, or the name of a key or command. */
  by: string;
  why: string;
  /** The version that the change was made from. */
  expect?: number;
}

interface CurrentPolicy {
  readonly version: PolicyVersion;
  readonly city: City;
  /** Adopts the newest version of the store at once. */
  refresh(): Promise<PolicyVersion>;
  change(change: PolicyChange, also?: (tx: Transaction) => Promise<void>): Promise<PolicyVersion>;
  close(): void;
}

const retryMs = 1000;

export async function createCurrentPolicy({ store, audit, clock, log, initial }: PolicyOptions): Promise<CurrentPolicy> {
  let { version, city } = await store.transaction(async (tx) => {
    const newest = await tx.policyVersions.newest();
    if (newest !== null) return prepared(newest);
    const first = prepared({ version: 1, ...initial, at: clock(), by: 'setup', why: '最初の設定 / the initial settings' });
    await tx.policyVersions.insert(first.version);
    await audit.append(tx, { kind: 'policy', act: 'policy.create', actor: 'setup', details: { version: 1 } });
    await tx.announce('policy', '1');
    return first;
  });
  let retry: NodeJS.Timeout | undefined;
  const unsubscribe = store.changes.subscribe((topic, key) => {
    if (topic === 'policy' && Number(key) > version.version) reload();
  });

  function adopt(newer: { version: PolicyVersion; city: City }): void {
    if (newer.version.version > version.version) ({ version, city } = newer);
  }

  async function refresh(): Promise<PolicyVersion> {
    const newest = await store.policyVersions.newest();
    if (newest !== null && newest.version > version.version) adopt(prepared(newest));
    return version;
  }

  /** The old policy goes on while the new one cannot be read, but not unnoticed and not for longer than that. */
  function reload(): void {
    clearTimeout(retry);
    refresh().catch((error: unknown) => {
      log.error({ err: error }, '新しい方針を読めません / the new policy cannot be read');
      retry = setTimeout(reload, retryMs);
    });
  }

  return {
    get version() { return version; },
    get city() { return city; },
    refresh,
    async change({ settings, networks, by, why, expect }, also) {
      const changed = await store.transaction(async (tx) => {
        const before = await tx.policyVersions.newest() ?? version;
        if (expect !== undefined && expect !== before.version) {
          throw new Refused('conflict', { detail: `方針は版 ${before.version} に変わっています / the policy is at version ${before.version} by now` });
        }
        const next = prepared({ version: before.version + 1, settings: settings ?? before.settings, networks: networks ?? before.networks, at: clock(), by, why });
        await tx.policyVersions.insert(next.version);
        await audit.append(tx, { kind: 'policy', act: 'policy.change', actor: by, why, details: { version: next.version.version, ...differences(before, next.version) } });
        await also?.(tx);
        await tx.announce('policy', String(next.version.version));
        return next;
      });
      adopt(changed);
      return changed.version;
    },
    close() {
      unsubscribe();
      clearTimeout(retry);
    },
  };
}

/** @throws when a version, perhaps of another release, does not fit the schemas of this one. */
function prepared(version: PolicyVersion): { version: PolicyVersion; city: City } {
  const checked = { ...version, settings: settingsSchema.parse(version.settings), networks: networksSchema.parse(version.networks) };
  return { version: checked, city: prepareCity(checked.settings, checked.networks) };
}
