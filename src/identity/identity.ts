/**
 * Who someone is (4.2.1, 4.2.4, 4.5.2–4.5.4): logins, sessions, devices and their approval. Every way of logging in ends in
 * the one function that makes a session; every act on a device is one transaction with its audit entry.
 */
import type { UserId } from '#matrix/identifiers.ts';
import type { DeviceClass, Zone } from '#model/device.ts';
import type { ApprovalCodes } from './approval-codes.ts';
import type { DeviceAdministration } from './device-administration.ts';
import type { Session } from './sessions.ts';

/** Where a request without a session comes from. */
export interface Origin {
  zone: Zone;
  class: DeviceClass;
  address: string;
  agent: string;
}

export interface LoginRequest extends Origin {
  /** What was typed as the user: a whole ID or its local part. */
  user: string;
  password: string;
  deviceId: string | null;
  displayName: string | null;
  approvalCode: string | null;
  /** Whether the client asked for an access token that expires and a refresh token. */
  refreshable: boolean;
}

export interface TokenPair {
  accessToken: string;
  /** Null, as the lifetime, unless the client asked for it. */
  refreshToken: string | null;
  expiresInMs: number | null;
}

export interface LoginResult extends TokenPair {
  userId: UserId;
  deviceId: string;
}

export interface Identity {
  /** A suspended or wiped device still has its session: the policy refuses it. */
  authenticate(accessToken: string): Promise<Session | 'unknown' | 'expired'>;
  /** @throws Refused */
  login(request: LoginRequest): Promise<LoginResult>;
  /** @throws Refused */
  refresh(refreshToken: string, origin: Origin): Promise<TokenPair>;
  logout(session: Session, address: string): Promise<void>;
  /** Ends every session of the person. */
  logoutAll(session: Session, address: string): Promise<void>;
  devices: DeviceAdministration;
  approvalCodes: ApprovalCodes;
  close(): Promise<void>;
}
