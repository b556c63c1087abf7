/**
 * The table act ─▶ rules: "what governs an upload?" is one row. Every rule of the row is asked and every refusal collected;
 * the first reason goes to the user, all go to the audit log. The order chooses that first reason and nothing else.
 */
import type { City } from './city.ts';
import type { Act, Facts } from './facts.ts';
import type { Reason } from './reasons.ts';
import type { Rule, Transform } from './rule.ts';
import { accountState } from './rules/account-state.ts';
import { adminNetwork } from './rules/admin-network.ts';
import { adminRole } from './rules/admin-role.ts';
import { deletion } from './rules/deletion.ts';
import { deviceAdmission } from './rules/device-admission.ts';
import { devicePosture } from './rules/device-posture.ts';
import { deviceState } from './rules/device-state.ts';
import { encryption } from './rules/encryption.ts';
import { guestDoors } from './rules/guest-doors.ts';
import { loginAttempts } from './rules/login-attempts.ts';
import { pushTarget } from './rules/push-target.ts';
import { rateLimits } from './rules/rate-limits.ts';
import { registration } from './rules/registration.ts';
import { roomVersions } from './rules/room-versions.ts';
import { routes } from './rules/routes.ts';
import { thirdParty } from './rules/third-party.ts';

export type { Transform } from './rule.ts';

export interface Refusal {
  /** The rule's file: `device-admission`. */
  readonly rule: string;
  readonly reason: Reason;
}

export interface Decision {
  /** Empty: allowed. */
  readonly refusals: readonly Refusal[];
  readonly transforms: readonly Transform[];
}

/** What holds for everything that a caller does; first, because these reasons tell a person most. */
const always = [accountState, deviceState, deviceAdmission, devicePosture];

export const table = {
  use: always,
  login: always,
  attempt: [loginAttempts],
  register: [registration],
  unrouted: [routes],
  flood: [rateLimits],
  create_room: [...always, guestDoors, deletion, roomVersions, thirdParty, encryption],
  send_event: [...always, deletion, encryption],
  set_state: [...always, guestDoors, deletion, thirdParty, encryption],
  redact: [...always, deletion],
  member: [...always, guestDoors, deletion, thirdParty],
  upgrade_room: [...always, guestDoors, roomVersions],
  set_pusher: [...always, pushTarget],
  directory: [...always, guestDoors],
  enter_room: [...always, guestDoors],
  upload: always,
  download: always,
  administer: [adminNetwork, accountState, deviceState, adminRole],
} satisfies { [A in Act]: readonly Rule<A>[] };

/** A rule's file bears the name of what it exports. */
export function fileOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

interface NamedRule {
  name: string;
  judge: Rule<Act>;
}

/** The compiler has checked in the table that each rule can judge its act. */
function named(rules: readonly Rule<never>[]): NamedRule[] {
  return rules.map((rule) => ({ name: fileOf(rule.name), judge: rule as Rule<Act> }));
}

const rows = Object.fromEntries(Object.entries(table).map(([act, rules]) => [act, named(rules)])) as Record<Act, NamedRule[]>;

/** The rules that govern an act, by the names of their files. */
export function rulesOf(act: Act): string[] {
  return rows[act].map((rule) => rule.name);
}

const nothing: readonly [] = Object.freeze([] as const);
const allowed: Decision = Object.freeze({ refusals: nothing, transforms: nothing });

/** Pure: the same facts, city and time give the same decision. */
export function decide(facts: Facts, city: City, at: number): Decision {
  let refusals: Refusal[] | undefined;
  let transforms: Transform[] | undefined;
  for (const { name, judge } of rows[facts.act]) {
    const outcome = judge(facts, city, at);
    if (outcome === null) continue;
    if (typeof outcome === 'string') (refusals ??= []).push({ rule: name, reason: outcome });
    else (transforms ??= []).push(outcome.transform);
  }
  return refusals === undefined && transforms === undefined ? allowed : { refusals: refusals ?? nothing, transforms: transforms ?? nothing };
}
