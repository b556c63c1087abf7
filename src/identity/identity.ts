/**
 * Who someone is (4.2.1, 4.2.4, 4.5.2–4.5.4): logins, sessions, devices and their approval. Every way of logging in ends in
 * the one function that makes a session; every act on a device is one transaction with its audit entry.
 */
import type { Audit } from '#audit/audit.ts';
import type { Decisions } from '#decisions/decisions.ts';
import type { Homeserver } from '#homeserver/homeserver.ts';
import type { Clock } from '#lib/clock.ts';
import type { Log } from '#lib/log.ts';
import type { Store } from '#store/store.ts';
import { createApprovalCodes, type ApprovalCodes } from './approval-codes.ts';
import type { Where } from './caller.ts';
import { createDeviceAdministration, type DeviceAdministration } from './device-administration.ts';
import { createErrands } from './errands.ts';
import { createHomeserverTokens } from './homeserver-tokens.ts';
import { createLogin, type LoginRequest, type LoginResult } from './login.ts';
import { createOpenId, type OpenId } from './openid.ts';
import { createOwnDevices, type OwnDevices } from './own-devices.ts';
import { createPasswordCheck } from './password-check.ts';
import { createSessionPushers, type SessionPushers } from './session-pushers.ts';
import { createSessionTokens, type Lifetimes, type TokenPair } from './session-tokens.ts';
import { createSessions, type Session } from './sessions.ts';
import { createUserInteractive, type UserInteractive } from './user-interactive.ts';

export interface Identity {
  /** A suspended or wiped device still has its session: the policy refuses it. */
  authenticate(accessToken: string): Promise<Session | 'unknown' | 'expired'>;
  /** @throws Refused, HomeserverUnavailable */
  login(request: LoginRequest): Promise<LoginResult>;
  /** @throws Refused token_unknown, and whatever the policy has against the device */
  refresh(refreshToken: string, where: Where): Promise<TokenPair>;
  /** What people do with their own sessions and their password. */
  own: OwnDevices;
  userInteractive: UserInteractive;
  pushers: SessionPushers;
  openId: OpenId;
  /** What administrators do with devices. */
  devices: DeviceAdministration;
  approvalCodes: ApprovalCodes;
  /** Writes what is kept in memory. */
  close(): Promise<void>;
}

export interface IdentityOptions {
  store: Store;
  audit: Audit;
  decisions: Decisions;
  homeserver: Pick<Homeserver, 'mintToken' | 'provision' | 'deleteDevice' | 'renameDevice' | 'setPusher'>;
  clock: Clock;
  serverName: string;
  /** 32 bytes; seals the homeserver's tokens. */
  cityKey: Uint8Array;
  sessions: Lifetimes;
  log: Log;
}

const minuteMs = 60_000;
// The longest window of the lock-out that settings allow.
const attemptsKeptMs = 24 * 60 * minuteMs;

export function createIdentity(options: IdentityOptions): Identity {
  const { store, clock, log } = options;
  const homeserverTokens = createHomeserverTokens(options);
  const sessions = createSessions({ store, clock, tokens: homeserverTokens });
  const sessionTokens = createSessionTokens({ ...options, sessions, lifetimes: options.sessions });
  const errands = createErrands({ ...options, tokens: homeserverTokens });
  const passwords = createPasswordCheck(options);

  async function tidy(): Promise<void> {
    await sessions.flush();
    await sessionTokens.tidy();
    await store.attempts.removeBefore(clock() - attemptsKeptMs);
    await store.openIdTokens.removeExpired(clock());
  }
  const timer = setInterval(() => {
    tidy().catch((error: unknown) => log.warn({ error: String(error) }, '最終利用の記録を書けません / cannot write when devices were seen'));
  }, minuteMs).unref();

  return {
    authenticate: sessions.authenticate,
    login: createLogin({ ...options, homeserverTokens, passwords, sessionTokens, errands }),
    refresh: sessionTokens.refresh,
    own: createOwnDevices({ ...options, errands }),
    userInteractive: createUserInteractive({ ...options, passwords }),
    pushers: createSessionPushers({ ...options, errands }),
    openId: createOpenId({ store, clock }),
    devices: createDeviceAdministration({ ...options, errands }),
    approvalCodes: createApprovalCodes(options),
    async close() {
      clearInterval(timer);
      await errands.close();
      await sessions.close();
    },
  };
}
