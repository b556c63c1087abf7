/** What a change of the policy changed, in short, for the audit log; the versions themselves hold the rest. */
import { isDeepStrictEqual } from 'node:util';
import type { PolicyVersion } from '#store/repositories/policy-versions.ts';

type Content = Pick<PolicyVersion, 'settings' | 'networks'>;

/** A type and no interface, so that it fits the details of an audit entry. */
export type Differences = {
  /** Settings by their path, as `admission.internet.mobile.must`. */
  changed: string[];
  networks_added: string[];
  networks_removed: string[];
};

export function differences(before: Content, after: Content): Differences {
  return {
    changed: changedPaths(before.settings, after.settings, ''),
    networks_added: missingIn(before, after),
    networks_removed: missingIn(after, before),
  };
}

function changedPaths(before: unknown, after: unknown, path: string): string[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (!isRecord(before) || !isRecord(after)) return [path];
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].flatMap((key) => changedPaths(before[key], after[key], path === '' ? key : `${path}.${key}`));
}

function missingIn(from: Content, of: Content): string[] {
  const there = new Set(from.networks.map((network) => JSON.stringify(network)));
  return of.networks.filter((network) => !there.has(JSON.stringify(network))).map(({ zone, cidr, group }) => `${zone} ${cidr}${group === undefined ? '' : ` ${group}`}`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
