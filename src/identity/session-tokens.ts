/**
 * The tokens of a session: kept as hashes, in pairs. A refreshed pair takes the place of the one before it when it is first used,
 * so a client that lost the answer can ask again; a refresh token that is brought after its end is noticed.
 */
import type { Audit } from '#audit/audit.ts';
import type { Decisions } from '#decisions/decisions.ts';
import type { Clock } from '#lib/clock.ts';
import { sha256 } from '#lib/hash.ts';
import { randomId, randomSecret } from '#lib/random.ts';
import { Refused } from '#model/refused.ts';
import type { Store, Transaction } from '#store/store.ts';
import type { Where } from './caller.ts';
import { refuseUnlessAllowed } from './refuse.ts';
import type { Sessions } from './sessions.ts';

export interface TokenPair {
  accessToken: string;
  /** Null, as the lifetime, unless the client asked for it. */
  refreshToken: string | null;
  expiresInMs: number | null;
}

export interface Lifetimes {
  accessTokenMinutes: number;
  refreshTokenDays: number;
}

export interface SessionTokens {
  /** A new session's first pair. */
  issue(tx: Transaction, device: string, refreshable: boolean): Promise<TokenPair>;
  /** @throws Refused token_unknown, and whatever the policy has against the device */
  refresh(refreshToken: string, where: Where): Promise<TokenPair>;
  /** Forgets pairs that ended so long ago that nobody can bring them in good faith. */
  tidy(): Promise<void>;
}

export interface SessionTokensOptions {
  store: Store;
  audit: Audit;
  decisions: Decisions;
  sessions: Sessions;
  clock: Clock;
  lifetimes: Lifetimes;
}

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

export function createSessionTokens({ store, audit, decisions, sessions, clock, lifetimes }: SessionTokensOptions): SessionTokens {
  const accessMs = lifetimes.accessTokenMinutes * minuteMs;
  const refreshMs = lifetimes.refreshTokenDays * dayMs;

  async function add(tx: Transaction, device: string, refreshable: boolean, used: boolean): Promise<TokenPair> {
    const now = clock();
    const accessToken = randomSecret('sks');
    const refreshToken = refreshable ? randomSecret('skr') : null;
    await tx.tokens.add({
      id: randomId(), device, accessHash: sha256(accessToken), refreshHash: refreshToken === null ? null : sha256(refreshToken),
      expires: refreshable ? now + accessMs : null, created: now, used, ended: null,
    });
    return { accessToken, refreshToken, expiresInMs: refreshable ? accessMs : null };
  }

  return {
    issue: (tx, device, refreshable) => add(tx, device, refreshable, true),

    async refresh(refreshToken, where) {
      const hash = sha256(refreshToken);
      const known = await store.tokens.byRefresh(hash);
      const device = known === null ? null : await store.devices.get(known.device);
      const person = device === null ? null : await store.people.get(device.userId);
      if (known === null || device === null || person === null) throw new Refused('token_unknown');
      // The client keeps its data and asks for the password.
      const over = new Refused('token_unknown', { soft_logout: true, user_id: person.userId });
      if (known.ended !== null) {
        audit.note({ kind: 'refusal', act: 'refresh.reused', address: where.address, zone: where.zone, user_id: person.userId, device: device.id, reasons: ['token_unknown'] });
        throw over;
      }
      const now = clock();
      if (known.created + refreshMs <= now) throw over;
      const caller = sessions.of(device, person).caller(where.zone, where.address, now);
      refuseUnlessAllowed(decisions.judge({ act: 'use', caller }, { userId: person.userId, device: device.id }), { user_id: person.userId });
      return store.transaction(async (tx) => {
        const token = await tx.tokens.byRefresh(hash);
        if (token === null || token.ended !== null) throw over;
        if (!token.used) {
          await tx.tokens.use(token, now);
          await tx.announce('device', token.device);
        }
        return add(tx, token.device, true, false);
      });
    },

    tidy: () => store.tokens.removeEndedBefore(clock() - refreshMs),
  };
}
