/**
 * Who calls the admin REST, and whether they may (4.2.2, 4.5.1): the guards before every endpoint, in their one order:
 * network, token, policy.
 */
import type { IncomingMessage } from 'node:http';
import type { FactsOf } from '#policy/facts.ts';
import { contains, parseAddress } from '#policy/networks.ts';
import { sha256 } from '#lib/hash.ts';
import { Refused } from '#model/refused.ts';
import type { Caller } from './endpoint.ts';
import type { AdminRooms } from './rooms.ts';
import type { Scope } from './scopes.ts';

/** What tells a service key from a session's token. */
export const serviceKeyPrefix = 'ssk';

/** A key's last use is kept to the minute: a busy one does not write with each call. */
const usedEveryMs = 60_000;

/** @throws Refused address_not_listed. First of all, so that from outside nobody even learns whether a token is good. */
export function checkNetwork(address: string, rooms: AdminRooms): void {
  const parsed = parseAddress(address);
  if (parsed === null || !rooms.decisions.city.adminNetworks.some((network) => contains(network, parsed))) throw new Refused('address_not_listed');
}

/** Someone whose token is good, before the policy has judged what they ask for. */
export interface Known extends Omit<Caller, 'address'> {
  by: FactsOf<'administer'>['by'];
  /** Device.id of a person's session. */
  device: string | null;
}

/** Who the bearer token stands for. @throws Refused token_missing, token_unknown */
export function identify(request: IncomingMessage, rooms: AdminRooms): Promise<Known> {
  const token = bearerToken(request);
  return token.startsWith(`${serviceKeyPrefix}_`) ? serviceKey(token, rooms) : person(token, rooms);
}

/** Asks the policy. @throws Refused with its reasons */
export function permit({ actor, scopes, by, device }: Known, address: string, scope: Scope, { decisions }: AdminRooms): void {
  const { refusals } = decisions.judge({ act: 'administer', address, by, scope }, { userId: scopes === null ? actor : null, device });
  const [first, ...more] = refusals.map((refusal) => refusal.reason);
  if (first !== undefined) throw new Refused([first, ...more]);
}

function bearerToken({ headers }: IncomingMessage): string {
  if (headers.authorization === undefined) throw new Refused('token_missing');
  const token = /^Bearer ([\x21-\x7e]{1,512})$/i.exec(headers.authorization)?.[1];
  if (token === undefined) throw new Refused('token_unknown');
  return token;
}

async function serviceKey(token: string, { store, clock }: AdminRooms): Promise<Known> {
  const key = await store.serviceKeys.byHash(sha256(token));
  if (key === null) throw new Refused('token_unknown');
  if (clock() - (key.lastUsed ?? -Infinity) >= usedEveryMs) await store.serviceKeys.used(key.id, clock());
  return { actor: `service_key:${key.id}`, scopes: key.scopes as Scope[], by: { kind: 'service_key', scopes: key.scopes }, device: null };
}

async function person(token: string, { identity, clock }: AdminRooms): Promise<Known> {
  const session = await identity.authenticate(token);
  if (session === 'unknown') throw new Refused('token_unknown');
  if (session === 'expired') throw new Refused('token_unknown', { soft_logout: true });
  const { device, person: { userId } } = session;
  // No request of the device itself: its place and time of being seen are the gateways' to tell.
  const { account } = session.caller(device.zone, device.address, clock());
  const device_state = device.state === 'suspended' || device.state === 'wiped' ? device.state : 'active';
  return { actor: userId, scopes: null, by: { kind: 'person', role: account.role, account_state: account.state, device_state }, device: device.id };
}
