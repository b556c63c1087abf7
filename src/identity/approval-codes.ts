/**
 * 4.5.2: one-time approval codes, made by an administrator for a person, shown once and kept as hashes. Using one up is part of
 * the login that it approves (login.ts).
 */
import type { Audit } from '#audit/audit.ts';
import { rfc3339, type Clock } from '#lib/clock.ts';
import { randomId, randomText } from '#lib/random.ts';
import type { UserId } from '#matrix/identifiers.ts';
import { Refused } from '#model/refused.ts';
import type { ApprovalCodeRow } from '#store/repositories/approval-codes.ts';
import type { Repositories, Store } from '#store/store.ts';
import { keyedHash } from './keyed-hash.ts';

export interface NewApprovalCode {
  id: string;
  /** As `ACDE-FGHJ-KMNP`. */
  code: string;
  userId: UserId;
  expires: number;
}

export interface ApprovalCode extends Omit<ApprovalCodeRow, 'hash'> {
  state: 'unused' | 'used' | 'expired';
}

export interface ApprovalCodes {
  /** `count` codes for one person; a week unless `expires` says otherwise. @throws Refused not_found, bad_request */
  create(request: { userId: UserId; count: number; expires: number | null }, by: string, why?: string): Promise<NewApprovalCode[]>;
  /** Without the codes themselves, which nobody keeps. */
  list(filter: { after?: string; limit: number; userId?: string }): Promise<ApprovalCode[]>;
}

export interface ApprovalCodesOptions {
  store: Store;
  audit: Audit;
  clock: Clock;
  cityKey: Uint8Array;
}

// No two of them look or, read over the telephone in Japanese, sound alike; 12 make 55 bits.
const alphabet = 'ACEFGHJKLMNPQRTUWXY34679';
const length = 12;
const lifetimeMs = 7 * 24 * 60 * 60 * 1000;

/** The code that somebody means who typed `text`: any case and width, with or without hyphens. */
function normalise(text: string): string {
  return text.normalize('NFKC').toUpperCase().replace(/[^\p{L}\p{N}]/gu, '');
}

function hashOf(cityKey: Uint8Array, text: string): string {
  return keyedHash(cityKey, 'approval_code', normalise(text));
}

/** The code of that person which can still be used, or null. */
export async function usableCode(repositories: Repositories, cityKey: Uint8Array, request: { text: string; userId: UserId; now: number }): Promise<ApprovalCodeRow | null> {
  const code = await repositories.approvalCodes.byHash(hashOf(cityKey, request.text));
  return code !== null && code.userId === request.userId && code.usedAt === null && code.expires > request.now ? code : null;
}

export function createApprovalCodes({ store, audit, clock, cityKey }: ApprovalCodesOptions): ApprovalCodes {
  return {
    async create({ userId, count, expires }, by, why) {
      const now = clock();
      const until = expires ?? now + lifetimeMs;
      if (until <= now) throw new Refused('bad_request', { detail: 'expires: 過去の時刻です / is in the past' });
      const codes = Array.from({ length: count }, () => ({ id: randomId(), code: randomText(alphabet, length), userId, expires: until }));
      await store.transaction(async (tx) => {
        if (await tx.people.get(userId) === null) throw new Refused('not_found', { detail: `${userId} は登録されていません / is not registered` });
        for (const { id, code } of codes) {
          await tx.approvalCodes.add({ id, hash: hashOf(cityKey, code), userId, expires: until, created: now, createdBy: by, usedAt: null, usedDevice: null });
        }
        await audit.append(tx, { kind: 'admin', act: 'approval-codes.create', actor: by, user_id: userId, ...(why !== undefined && { why }), details: { count, expires: rfc3339(until) } });
      });
      return codes.map((code) => ({ ...code, code: code.code.replace(/(.{4})(?=.)/g, '$1-') }));
    },

    async list(filter) {
      const now = clock();
      return (await store.approvalCodes.list(filter)).map(({ hash: _, ...code }) => ({
        ...code, state: code.usedAt !== null ? 'used' : code.expires <= now ? 'expired' : 'unused',
      }));
    },
  };
}
