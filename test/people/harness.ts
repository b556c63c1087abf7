/** People with a store, an audit log and a homeserver that can be made to fail. */
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { createAudit } from '#audit/audit-log.ts';
import { createLog } from '#lib/log.ts';
import type { UserId } from '#matrix/identifiers.ts';
import { createPeople, type NewPerson } from '#people/people.ts';
import { openTestStore } from '../harness/store.ts';

export const serverName = 'city.example.jp';
export const id = (name: string) => `@${name}:${serverName}` as UserId;
export const by = { actor: id('root'), why: '試験 / test' };

export const staff = (name: string, more: Partial<NewPerson> = {}): NewPerson => ({
  userId: id(name), kind: 'staff', name: `職員 ${name}`, reading: '', role: 'general', unit: null, groups: [], sponsor: null, email: null, expires: null, password: 'sufficiently long 1', ...more,
});

/** What a homeserver was told, and whether it is up. */
export function fakeHomeserver() {
  const told: string[] = [];
  const state = { up: true };
  const tell = async (what: string) => {
    if (!state.up) throw new Error('down');
    told.push(what);
  };
  return { told, state, provision: (userId: UserId, name: string) => tell(`provision ${userId} ${name}`), deactivate: (userId: UserId) => tell(`deactivate ${userId}`) };
}

export async function openPeople(t: ExecutionContext) {
  const now = { at: Date.parse('2027-04-01T00:00:00Z') };
  const clock = () => now.at;
  const store = await openTestStore(t, clock);
  const log = createLog('silent');
  const folder = mkdtempSync(join(tmpdir(), 'sekisho-people-'));
  const signingKey = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const audit = await createAudit({ store, clock, log, origin: `${serverName}/audit`, signingKey, headsFile: join(folder, 'heads'), headIntervalMs: 60_000 });
  const homeserver = fakeHomeserver();
  const people = createPeople({ store, audit, homeserver, serverName, clock, log });
  t.teardown(async () => {
    await people.close();
    await audit.close();
    rmSync(folder, { recursive: true });
  });
  return { people, store, audit, homeserver, now, clock, log };
}
