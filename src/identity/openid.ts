/** OpenID tokens (Matrix specification, "OpenID"): Sekisho answers them itself, so no token of the homeserver leaves the city. */
import type { Clock } from '#lib/clock.ts';
import { sha256 } from '#lib/hash.ts';
import { randomSecret } from '#lib/random.ts';
import type { UserId } from '#matrix/identifiers.ts';
import type { Store } from '#store/store.ts';

export interface OpenId {
  issue(userId: UserId): Promise<{ token: string; expiresInSeconds: number }>;
  /** Whose token it is, or null. */
  owner(token: string): Promise<UserId | null>;
}

const lifetimeSeconds = 3600;

export function createOpenId({ store, clock }: { store: Store; clock: Clock }): OpenId {
  return {
    async issue(userId) {
      const token = randomSecret('sko');
      await store.openIdTokens.add(sha256(token), userId, clock() + lifetimeSeconds * 1000);
      return { token, expiresInSeconds: lifetimeSeconds };
    },
    owner: (token) => store.openIdTokens.owner(sha256(token), clock()),
  };
}
