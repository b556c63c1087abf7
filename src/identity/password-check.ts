/**
 * 4.2.1, 4.3.3: is this the password? Wrong ones are counted by account and by address, and too many close either for a while.
 * An account that does not exist is counted, closed, worked on and answered exactly as one that does.
 */
import type { Clock } from '#lib/clock.ts';
import type { Decisions } from '#decisions/decisions.ts';
import { userIdOf } from '#matrix/identifiers.ts';
import type { Person } from '#model/person.ts';
import { Refused } from '#model/refused.ts';
import type { Failures } from '#store/repositories/attempts.ts';
import type { Repositories, Store } from '#store/store.ts';
import type { Where } from './caller.ts';
import { keyedHash } from './keyed-hash.ts';
import { verifyPassword } from './passwords.ts';
import { refuseUnlessAllowed } from './refuse.ts';

export interface Attempt {
  /** What was typed as the user. */
  user: string;
  password: string;
  where: Where;
}

export interface Checked {
  person: Person;
  passwordHash: string;
  /** The account as the attempts know it. */
  account: string;
}

export interface PasswordCheck {
  /** @throws Refused too_many_attempts, wrong_password */
  check(attempt: Attempt): Promise<Checked>;
  /** Counts a failure that the password alone did not show, as a wrong approval code. */
  fail(account: string, address: string): Promise<void>;
}

export interface PasswordCheckOptions {
  store: Store;
  decisions: Decisions;
  clock: Clock;
  serverName: string;
  cityKey: Uint8Array;
}

const minuteMs = 60_000;

export function createPasswordCheck({ store, decisions, clock, serverName, cityKey }: PasswordCheckOptions): PasswordCheck {
  /** @returns the failures that were found to be few enough; those that were judged `before` are not judged again. */
  async function refuseTooMany({ attempts }: Repositories, account: string, where: Where, person: Person | null, before?: Failures): Promise<Failures> {
    const now = clock();
    const windowMs = decisions.city.settings.lockout.window_minutes * minuteMs;
    const failures = await attempts.since(now - windowMs, account, where.address);
    if (failures.account === before?.account && failures.addressAccounts === before.addressAccounts) return failures;
    const decision = decisions.judge(
      { act: 'attempt', zone: where.zone, class: where.class, address: where.address, account_failures: failures.account, address_accounts: failures.addressAccounts },
      { userId: person?.userId ?? null, device: null },
    );
    refuseUnlessAllowed(decision, { retry_after_ms: Math.max(1000, (failures.oldest ?? now) + windowMs - now), ...(person !== null && { user_id: person.userId }) });
    return failures;
  }

  return {
    async check({ user, password, where }) {
      const userId = userIdOf(user, serverName);
      const account = keyedHash(cityKey, 'attempt', userId ?? user);
      const person = await store.people.get(userId ?? '');
      const passwordHash = await store.people.passwordHash(userId ?? '');
      const before = await refuseTooMany(store, account, where, person);
      const right = await verifyPassword(password, passwordHash);
      // Counted again, for many may have been tried at the same time: none of those beyond the limit learns anything.
      await store.transaction(async (tx) => {
        await refuseTooMany(tx, account, where, person, before);
        if (!right) await tx.attempts.add(account, where.address, clock());
      });
      if (right && person !== null && passwordHash !== null) return { person, passwordHash, account };
      throw new Refused('wrong_password', person === null ? {} : { user_id: person.userId });
    },
    fail: (account, address) => store.attempts.add(account, address, clock()),
  };
}
