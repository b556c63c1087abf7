/** A city for trying logins and devices on: the demo's policy, two people and a guest, a clock that the test moves, a homeserver in memory. */
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { createAudit } from '#audit/audit-log.ts';
import type { Audit } from '#audit/audit.ts';
import { loadPreset } from '#config/preset.ts';
import { createDecisions, type Decisions } from '#decisions/decisions.ts';
import { createIdentity, type Identity, type IdentityOptions } from '#identity/identity.ts';
import type { LoginRequest } from '#identity/login.ts';
import { hashPassword } from '#identity/passwords.ts';
import type { Session } from '#identity/sessions.ts';
import { createLog } from '#lib/log.ts';
import type { UserId } from '#matrix/identifiers.ts';
import type { Device } from '#model/device.ts';
import type { Person } from '#model/person.ts';
import { Refused } from '#model/refused.ts';
import type { Store } from '#store/store.ts';
import { openTestStore } from '../harness/store.ts';
import { FakeHomeserver } from './fake-homeserver.ts';

export const serverName = 'city.test';
export const hana = `@hana:${serverName}` as UserId;
export const jiro = `@jiro:${serverName}` as UserId;
export const visitor = `@visitor:${serverName}` as UserId;
export const password = 'kiiroi-tanpopo-77';
const hashed = hashPassword(password);
export const cityKey = new Uint8Array(32).fill(7);
export const minute = 60_000;
export const hour = 60 * minute;

export const office = '127.0.0.10';
export const outside = '127.0.5.10';

export const phone: LoginRequest = {
  user: 'hana', password, zone: 'internet', class: 'mobile', address: outside, agent: 'Element X/26 (Phone)',
  deviceId: null, displayName: 'Phone', approvalCode: null, refreshable: false,
};
export const pc: LoginRequest = { ...phone, zone: 'lgwan', class: 'pc', address: office, agent: 'Mozilla/5.0', displayName: 'PC' };

const signingKey = generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();

export interface House {
  store: Store;
  audit: Audit;
  decisions: Decisions;
  homeserver: FakeHomeserver;
  identity: Identity;
  now: number;
  /** The session of an access token; fails where there is none. */
  session(accessToken: string): Promise<Session>;
  /** The one device with this Matrix device ID, or the one request without. */
  device(userId: UserId, deviceId: string | null): Promise<Device>;
  change(userId: UserId, change: Partial<Person>): Promise<void>;
  /** A code for that person. */
  code(userId?: UserId): Promise<string>;
  /** `act` of each entry of the audit log, the oldest first. */
  acts(): Promise<string[]>;
  /** Another process of the city, with its own caches. */
  neighbour(): Identity;
}

/** With the homeserver in memory, or a real one. */
export async function openHouse(t: ExecutionContext, real?: IdentityOptions['homeserver']): Promise<House> {
  const folder = mkdtempSync(join(tmpdir(), 'sekisho-identity-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  let now = Date.parse('2026-11-24T09:00:00+09:00');
  const clock = () => now;
  const log = createLog('silent');
  const store = await openTestStore(t, clock);
  const audit = await createAudit({ store, clock, log, origin: serverName, signingKey, headsFile: join(folder, 'heads.txt'), headIntervalMs: hour });
  const decisions = await createDecisions({ store, audit, clock, log, initial: loadPreset('demo') });
  const homeserver = new FakeHomeserver();
  const open = () => createIdentity({
    store, audit, decisions, homeserver: real ?? homeserver.calls, clock, serverName, cityKey, sessions: { accessTokenMinutes: 60, refreshTokenDays: 30 }, log,
  });
  const opened: Identity[] = [];
  const house: House = {
    store, audit, decisions, homeserver,
    identity: open(),
    get now() { return now; },
    set now(time) { now = time; },
    async session(accessToken) {
      const session = await house.identity.authenticate(accessToken);
      if (typeof session === 'string') throw new Error(`no session: ${session}`);
      return session;
    },
    async device(userId, deviceId) {
      const found = (await store.devices.ofUser(userId)).filter((device) => device.deviceId === deviceId);
      if (found[0] === undefined || found.length > 1) throw new Error(`${found.length} devices ${deviceId}`);
      return found[0];
    },
    async change(userId, change) {
      await store.transaction(async (tx) => {
        const person = await tx.people.get(userId);
        if (person === null) throw new Error(`no ${userId}`);
        await tx.people.update({ ...person, ...change });
        await tx.announce('person', userId);
      });
    },
    async code(userId = hana) {
      const [made] = await house.identity.approvalCodes.create({ userId, count: 1, expires: null }, 'test');
      return made?.code ?? '';
    },
    async acts() {
      await audit.flush();
      return (await audit.list({ limit: 1000 })).items.map((item) => item.act).toReversed();
    },
    neighbour() {
      const identity = open();
      opened.push(identity);
      return identity;
    },
  };
  const hash = await hashed;
  const person: Person = {
    userId: hana, name: '花', reading: 'はな', kind: 'staff', role: 'general', state: 'active', unit: null, groups: [], sponsor: null, email: null,
    expires: null, passwordSetBy: 'admin', provisioned: true, created: 0,
  };
  await store.people.add(person, hash);
  await store.people.add({ ...person, userId: jiro, name: '次郎' }, hash);
  await store.people.add({ ...person, userId: visitor, name: '客', kind: 'guest', sponsor: hana }, hash);
  // Teardown runs backwards: everything ends before the store does.
  t.teardown(async () => {
    for (const identity of [house.identity, ...opened]) await identity.close();
    await decisions.close();
    await audit.close();
  });
  return house;
}

/** The reasons of a refusal; fails when the act was not refused. */
export async function reasonsOf(act: Promise<unknown>): Promise<readonly string[]> {
  try {
    await act;
  } catch (error) {
    if (error instanceof Refused) return error.reasons;
    throw error;
  }
  throw new Error('was not refused');
}
