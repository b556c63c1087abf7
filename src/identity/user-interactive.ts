/**
 * User-interactive authentication (Matrix specification, client-server API) with its one stage here, the password. The session of
 * the exchange is signed, not kept: any process of the city can finish what another began.
 */
import { z } from 'zod';
import { reasons } from '#policy/reasons.ts';
import type { Audit } from '#audit/audit.ts';
import type { Clock } from '#lib/clock.ts';
import { equalSecrets } from '#lib/hash.ts';
import { randomId } from '#lib/random.ts';
import { userIdOf } from '#matrix/identifiers.ts';
import { Refused } from '#model/refused.ts';
import type { Store } from '#store/store.ts';
import type { Where } from './caller.ts';
import { keyedHash } from './keyed-hash.ts';
import type { PasswordCheck } from './password-check.ts';
import type { Session } from './sessions.ts';

/** The body of the 401 that asks for the password. */
export interface Challenge {
  flows: { stages: string[] }[];
  params: Record<string, never>;
  session: string;
  errcode?: string;
  error?: string;
}

export interface UserInteractive {
  /** @returns null when `auth` of the body shows that it is the person; otherwise what to ask. @throws Refused too_many_attempts, bad_request */
  confirm(session: Session, request: { operation: string; auth: unknown; where: Where }): Promise<Challenge | null>;
}

export interface UserInteractiveOptions {
  store: Store;
  audit: Audit;
  passwords: PasswordCheck;
  clock: Clock;
  serverName: string;
  cityKey: Uint8Array;
}

const stage = 'm.login.password';
const lifetimeMs = 10 * 60 * 1000;

const authSchema = z.looseObject({
  type: z.string().optional(),
  session: z.string().optional(),
  password: z.string().optional(),
  user: z.string().optional(),
  identifier: z.looseObject({ user: z.string().optional() }).optional(),
});

export function createUserInteractive({ store, audit, passwords, clock, serverName, cityKey }: UserInteractiveOptions): UserInteractive {
  const seal = (device: string, operation: string, rest: string) => keyedHash(cityKey, 'user_interactive', `${device}\0${operation}\0${rest}`);

  function begin(device: string, operation: string, error: { errcode: string; error: string } | null = null): Challenge {
    const rest = `${clock() + lifetimeMs}.${randomId()}`;
    return { flows: [{ stages: [stage] }], params: {}, session: `${rest}.${seal(device, operation, rest)}`, ...error };
  }

  function isOpen(session: string, device: string, operation: string): boolean {
    const [expires = '', id = '', mark = ''] = session.split('.');
    return equalSecrets(mark, seal(device, operation, `${expires}.${id}`)) && Number(expires) > clock();
  }

  return {
    async confirm({ device, person }, { operation, auth, where }) {
      if (auth === undefined || auth === null) return begin(device.id, operation);
      const parsed = authSchema.safeParse(auth);
      if (!parsed.success) throw new Refused('bad_request', { detail: 'auth の形式が正しくありません / auth is malformed' });
      const { type, session, password, user, identifier } = parsed.data;
      if (type !== stage || password === undefined) return begin(device.id, operation);
      // Old clients send the password at once, without a session; one that they do send must be of this exchange.
      if (session !== undefined && !isOpen(session, device.id, operation)) return begin(device.id, operation);
      const typed = identifier?.user ?? user;
      try {
        if (typed !== undefined && userIdOf(typed, serverName) !== person.userId) throw new Refused('wrong_password');
        const { account } = await passwords.check({ user: person.userId, password, where });
        await store.attempts.forget(account);
        return null;
      } catch (error) {
        if (!(error instanceof Refused && error.reasons[0] === 'wrong_password')) throw error;
        audit.note({ kind: 'refusal', act: operation, actor: person.userId, address: where.address, zone: where.zone, user_id: person.userId, device: device.id, reasons: error.reasons });
        const { errcode, ja, en } = reasons.wrong_password;
        return begin(device.id, operation, { errcode, error: `${ja} / ${en}` });
      }
    },
  };
}
