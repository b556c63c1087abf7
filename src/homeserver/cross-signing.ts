/**
 * Cross-signing keys of a person. To replace them a homeserver asks its user to authenticate, which only Sekisho can check:
 * so they are uploaded by the application service, of which it asks nothing (specification, "Application services: device management").
 */
import { z } from 'zod';
import type { UserId } from '#matrix/identifiers.ts';
import type { Calls } from './calls.ts';

/** What the keys are called in an upload, and in the answer to a query. */
const kinds = { master_key: 'master_keys', self_signing_key: 'self_signing_keys', user_signing_key: 'user_signing_keys' } as const;

export type CrossSigningKeys = { [kind in keyof typeof kinds]?: unknown };

const byUser = z.record(z.string(), z.unknown()).default({});
const known = z.object({ master_keys: byUser, self_signing_keys: byUser, user_signing_keys: byUser });

export function createCrossSigning(calls: Calls, asToken: string) {
  return {
    async crossSigningKeys(userId: UserId): Promise<CrossSigningKeys> {
      const answer = await calls.call('POST', '/_matrix/client/v3/keys/query', known, { token: asToken, as: userId, body: { device_keys: { [userId]: [] } } });
      return Object.fromEntries(Object.entries(kinds).map(([kind, name]) => [kind, answer[name][userId]]));
    },

    /** Whatever `auth` says: whoever calls has made sure of the person. */
    async uploadCrossSigningKeys(userId: UserId, keys: CrossSigningKeys): Promise<void> {
      await calls.call('POST', '/_matrix/client/v3/keys/device_signing/upload', z.unknown(), { token: asToken, as: userId, body: keys });
    },
  };
}
