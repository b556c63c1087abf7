/** A pair of tokens in the words of the specification: what the client did not ask for is absent. */
import type { TokenPair } from '#identity/session-tokens.ts';

export function tokenAnswer({ accessToken, refreshToken, expiresInMs }: TokenPair): Record<string, string | number> {
  return {
    access_token: accessToken,
    ...(refreshToken !== null && { refresh_token: refreshToken }),
    ...(expiresInMs !== null && { expires_in_ms: expiresInMs }),
  };
}
