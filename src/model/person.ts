/** A person with an account: staff of the city, or a guest whom a member of staff answers for (4.2.2, 4.5.10, 4.5.15). */
import type { UserId } from '#matrix/identifiers.ts';

export type Role = 'general' | 'admin' | 'approver';
export type AccountKind = 'staff' | 'guest';
/** `retired` is the end: the account is closed, its name stays on old messages. */
export type AccountState = 'active' | 'locked' | 'retired';

export interface Person {
  userId: UserId;
  /** 氏名, shown as the display name. */
  name: string;
  /** ふりがな, empty when unknown. */
  reading: string;
  kind: AccountKind;
  role: Role;
  state: AccountState;
  /** 所属コード of the principal post, or null. */
  unit: string | null;
  /** Names of groups that policy settings and networks may speak of. */
  groups: string[];
  /** The member of staff who answers for a guest. */
  sponsor: UserId | null;
  email: string | null;
  /** The account ends at this time; null for never. */
  expires: number | null;
  /** Who chose the password; one that an administrator set is to be changed by its owner. */
  passwordSetBy: 'admin' | 'self';
  /** Whether the homeserver knows the account and its display name. */
  provisioned: boolean;
  created: number;
}

/** An organisational unit (部 > 課 > 係). */
export interface Unit {
  code: string;
  name: string;
  parent: string | null;
}
