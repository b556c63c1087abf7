/** Every policy that the city ever had: settings and networks as they were from one change to the next, who made it and why. */
import type { Knex } from 'knex';
import type { Network, Settings } from '#policy/settings.ts';

export interface PolicyVersion {
  /** From 1, without gaps. */
  version: number;
  settings: Settings;
  networks: Network[];
  at: number;
  by: string;
  why: string;
}

type Row = Omit<PolicyVersion, 'settings' | 'networks'> & { settings: string; networks: string };

function fromRow(row: Row): PolicyVersion {
  return { ...row, settings: JSON.parse(row.settings), networks: JSON.parse(row.networks) };
}

export function createPolicyVersions(knex: Knex) {
  return {
    async newest(): Promise<PolicyVersion | null> {
      const row = await knex<Row>('policy_versions').orderBy('version', 'desc').first('*');
      return row === undefined ? null : fromRow(row);
    },
    /** In their order, those behind version `after`. */
    async list(after: number, limit: number): Promise<PolicyVersion[]> {
      return (await knex<Row>('policy_versions').where('version', '>', after).orderBy('version').limit(limit).select('*')).map(fromRow);
    },
    async insert(version: PolicyVersion): Promise<void> {
      await knex('policy_versions').insert({ ...version, settings: JSON.stringify(version.settings), networks: JSON.stringify(version.networks) });
    },
  };
}
