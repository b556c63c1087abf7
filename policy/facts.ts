/**
 * What the rules may know of an act: plain JSON, safe to record (no message text, no token, no file name).
 * One member an act; the same schemas read recorded facts back when a policy is tried on them.
 */
import { z } from 'zod';

const zone = z.enum(['lgwan', 'internet']);
const deviceClass = z.enum(['pc', 'mobile']);

/** Who acts, from where, with what: the same for every act of a session. */
export const caller = z.strictObject({
  zone,
  class: deviceClass,
  /** The true client address, as text. */
  address: z.string(),
  account: z.strictObject({
    kind: z.enum(['staff', 'guest']),
    role: z.enum(['general', 'admin', 'approver']),
    groups: z.array(z.string()),
    state: z.enum(['active', 'locked', 'expired']),
  }),
  device: z.strictObject({
    /** `new` at a login, before there is a session. */
    state: z.enum(['new', 'active', 'suspended', 'wiped']),
    approved: z.boolean(),
    /** Null when nobody reported; the age in whole hours. */
    posture: z.strictObject({ encrypted: z.boolean(), age_hours: z.int() }).nullable(),
  }),
});
export type Caller = z.infer<typeof caller>;

/** Anything that a session does and no rule has a special word on: sync, reading, typing, tags … */
const use = z.strictObject({ act: z.literal('use'), caller });
/** A login whose password was right. */
const login = z.strictObject({ act: z.literal('login'), caller });
/** A login before its password is looked at: how many failures this account and this address have. */
const attempt = z.strictObject({
  act: z.literal('attempt'), zone, class: deviceClass, address: z.string(),
  /** Failures of this account within the lock-out window. */
  account_failures: z.int(),
  /** Distinct accounts that failed from this address within the window. */
  address_accounts: z.int(),
});
/** Making an account without an administrator. */
const register = z.strictObject({ act: z.literal('register'), zone, address: z.string() });
/** A request that the route table refuses, or does not know. */
const unrouted = z.strictObject({ act: z.literal('unrouted'), zone, operation: z.string().nullable() });
/** A request when a limit is used up: of which key. */
const flood = z.strictObject({ act: z.literal('flood'), zone, address: z.string(), over: z.enum(['address', 'account', 'token']) });
const createRoom = z.strictObject({
  act: z.literal('create_room'), caller,
  /** Encryption asked for in `initial_state` (Element X always does). */
  encryption: z.boolean(),
  /** Null when the client leaves the choice to the homeserver. */
  room_version: z.string().nullable(),
  third_party_invites: z.boolean(),
  /** Types of `initial_state` beside encryption. */
  state_types: z.array(z.string()),
});
const sendEvent = z.strictObject({
  act: z.literal('send_event'), caller,
  type: z.string(),
  /** An encrypted attachment (`file` with a key) anywhere in the content. */
  encrypted_file: z.boolean(),
});
const setState = z.strictObject({
  act: z.literal('set_state'), caller,
  type: z.string(),
  encrypted_file: z.boolean(),
  /** A membership event that asks for its target's messages to be deleted (MSC4293). */
  redacts_events: z.boolean(),
});
const redact = z.strictObject({
  act: z.literal('redact'), caller,
  /** Whether the target is the caller's own; `unknown` when no event of that id can be read by the caller. */
  target: z.enum(['own', 'other', 'unknown']),
  /** A request that asks for related events to go as well (MSC3912). */
  with_relations: z.boolean(),
});
/** Inviting, removing, banning. */
const member = z.strictObject({
  act: z.literal('member'), caller,
  change: z.enum(['invite', 'kick', 'ban', 'unban']),
  redacts_events: z.boolean(),
  third_party: z.boolean(),
});
const upgradeRoom = z.strictObject({ act: z.literal('upgrade_room'), caller, room_version: z.string() });
const setPusher = z.strictObject({
  act: z.literal('set_pusher'), caller,
  kind: z.enum(['http', 'other', 'remove']),
  /** Where pushes go, without query; null when there is no such address. */
  url: z.string().nullable(),
});
/** Looking for people or rooms outside the rooms one is in. */
const directory = z.strictObject({ act: z.literal('directory'), caller, what: z.enum(['people', 'rooms', 'profile']) });
/** Entering a room: by invitation, by link or by knocking. */
const enterRoom = z.strictObject({ act: z.literal('enter_room'), caller, how: z.enum(['join', 'knock']) });
const upload = z.strictObject({ act: z.literal('upload'), caller });
const download = z.strictObject({ act: z.literal('download'), caller });
/** A call of the admin REST: by a session, or by a service key. */
const administer = z.strictObject({
  act: z.literal('administer'), address: z.string(),
  by: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('person'), role: z.enum(['general', 'admin', 'approver']), account_state: z.enum(['active', 'locked', 'expired']), device_state: z.enum(['active', 'suspended', 'wiped']) }),
    z.strictObject({ kind: z.literal('service_key'), scopes: z.array(z.string()) }),
  ]),
  /** What the endpoint asks of a service key, as `devices:write`. */
  scope: z.string(),
});

export const facts = z.discriminatedUnion('act', [
  use, login, attempt, register, unrouted, flood, createRoom, sendEvent, setState, redact, member, upgradeRoom, setPusher, directory,
  enterRoom, upload, download, administer,
]);
export type Facts = z.infer<typeof facts>;
export type Act = Facts['act'];
type FactsByAct = { [A in Act]: Extract<Facts, { act: A }> };
/** The facts of one act, or of any of several. */
export type FactsOf<A extends Act> = FactsByAct[A];
