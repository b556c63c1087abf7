/** Access and refresh tokens in pairs, kept as hashes. A pair that was replaced stays until its device goes, so that its reuse is noticed. */
import type { Knex } from 'knex';

export interface TokenRow {
  id: string;
  /** Device.id. */
  device: string;
  accessHash: string;
  refreshHash: string | null;
  /** When the access token expires; null for never. */
  expires: number | null;
  created: number;
  used: boolean;
  ended: number | null;
}

interface Row {
  id: string;
  device: string;
  access_hash: string;
  refresh_hash: string | null;
  expires: number | null;
  created: number;
  used: boolean | number;
  ended: number | null;
}

function toToken(row: Row | undefined): TokenRow | null {
  return row === undefined ? null : {
    id: row.id, device: row.device, accessHash: row.access_hash, refreshHash: row.refresh_hash,
    expires: row.expires, created: row.created, used: Boolean(row.used), ended: row.ended,
  };
}

export function createTokens(knex: Knex) {
  return {
    async byAccess(hash: string): Promise<TokenRow | null> {
      return toToken(await knex('tokens').where({ access_hash: hash }).first<Row | undefined>());
    },
    async byRefresh(hash: string): Promise<TokenRow | null> {
      return toToken(await knex('tokens').where({ refresh_hash: hash }).first<Row | undefined>());
    },
    async add(token: TokenRow): Promise<void> {
      const row: Row = {
        id: token.id, device: token.device, access_hash: token.accessHash, refresh_hash: token.refreshHash,
        expires: token.expires, created: token.created, used: token.used, ended: token.ended,
      };
      await knex('tokens').insert(row);
    },
    /** The pair is in use from now on, and every other pair of its device is at its end. */
    async use(token: TokenRow, now: number): Promise<void> {
      await knex('tokens').where({ id: token.id }).update({ used: true });
      await knex('tokens').where({ device: token.device, ended: null }).whereNot({ id: token.id }).update({ ended: now });
    },
    async removeEndedBefore(time: number): Promise<void> {
      await knex('tokens').where('ended', '<', time).delete();
    },
  };
}
