/** OpenID tokens by which another service learns who a client is; kept as hashes, honoured by Sekisho alone. */
import type { Knex } from 'knex';
import type { UserId } from '#matrix/identifiers.ts';

export function createOpenIdTokens(knex: Knex) {
  return {
    async add(hash: string, userId: UserId, expires: number): Promise<void> {
      await knex('openid_tokens').insert({ hash, user_id: userId, expires });
    },
    /** Whose token it is, or null when it is none or no longer valid. */
    async owner(hash: string, now: number): Promise<UserId | null> {
      const row = await knex('openid_tokens').where({ hash }).where('expires', '>', now).first<{ user_id: UserId } | undefined>('user_id');
      return row?.user_id ?? null;
    },
    async removeExpired(now: number): Promise<void> {
      await knex('openid_tokens').where('expires', '<=', now).delete();
    },
  };
}
