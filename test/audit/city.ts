/** An audit log to try things on: a store of its own, a heads file, a clock that the test moves, and a memory of what was logged. */
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { createAudit } from '#audit/audit-log.ts';
import type { Audit } from '#audit/audit.ts';
import { gatherEvidence } from '#audit/evidence.ts';
import type { Finding } from '#audit/finding.ts';
import { verifyAudit } from '#audit/verify.ts';
import { systemClock } from '#lib/clock.ts';
import type { Log } from '#lib/log.ts';
import { openDatabase, type DatabaseOptions } from '#store/database.ts';
import { openStore, type Store } from '#store/store.ts';
import { createPostgresDatabase } from '../harness/postgres.ts';
import { testDatabaseKind } from '../harness/store.ts';

export const origin = 'chat.example.jp/audit';
export const signingKey = generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
const publicKey = createPublicKey(signingKey);

export interface AuditCity {
  database: DatabaseOptions;
  store: Store;
  audit: Audit;
  /** The log of another process, on a connection of its own where the database allows several writers. */
  openOther(): Promise<Audit>;
  headsFile: string;
  now: number;
  /** The `event` of each line logged. */
  logged: unknown[];
  /** So many entries, one a transaction. */
  write(count: number): Promise<void>;
  /** Keeps the signed head, as it is done now and then. */
  keepHead(): Promise<void>;
  /** What an intruder does who has the database. */
  tamper(act: (knex: Awaited<ReturnType<typeof openDatabase>>) => Promise<unknown>): Promise<void>;
  /** `kind from-until` of each, checked against the heads file or a copy of it. */
  findings(copy?: string): Promise<string[]>;
}

export async function openAuditCity(t: ExecutionContext): Promise<AuditCity> {
  const folder = mkdtempSync(join(tmpdir(), 'sekisho-audit-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const database = await newDatabase(t, folder);
  const logged: unknown[] = [];
  const line = (fields: Record<string, unknown>) => void logged.push(fields['event']);
  const log: Log = { debug: line, info: line, warn: line, error: line };
  const headsFile = join(folder, 'heads', 'audit-heads.txt');
  const open = (store: Store) => createAudit({ store, clock: () => city.now, log, origin, signingKey, headsFile, headIntervalMs: 3_600_000 });
  const newStore = async () => {
    const store = await openStore(database, systemClock, (error) => t.fail(String(error)));
    t.teardown(() => store.close());
    return store;
  };
  const store = await newStore();
  const city: AuditCity = {
    database,
    store,
    audit: await open(store),
    async openOther() {
      const other = await open(database.client === 'postgres' ? await newStore() : store);
      t.teardown(() => other.close());
      return other;
    },
    headsFile,
    now: Date.UTC(2026, 6, 1),
    logged,
    async write(count) {
      for (let i = 0; i < count; i++) {
        city.now += 1000;
        await store.transaction((tx) => city.audit.append(tx, { kind: 'login', act: `login ${i}`, user_id: '@taro:chat.example.jp' }));
      }
    },
    async keepHead() {
      await city.audit.close();
      city.audit = await open(store);
    },
    async tamper(act) {
      const knex = await openDatabase(database);
      try {
        await act(knex);
      } finally {
        await knex.destroy();
      }
    },
    findings: (copy) => findingsOf(store, copy ?? headsFile, copy === undefined),
  };
  t.teardown(() => city.audit.close());
  return city;
}

async function newDatabase(t: ExecutionContext, folder: string): Promise<DatabaseOptions> {
  if (testDatabaseKind === 'sqlite') return { client: 'sqlite', file: join(folder, 'city.db') };
  const { url, drop } = await createPostgresDatabase();
  t.teardown(drop);
  return { client: 'postgres', url, connections: 4 };
}

/** What a check finds, in short: `kind from-until`, and the line of the heads file. */
async function findingsOf(store: Store, headsFile: string, complete: boolean): Promise<string[]> {
  const findings: Finding[] = [];
  await verifyAudit(await gatherEvidence(store, headsFile, complete), { origin, publicKey }, { finding: (finding) => findings.push(finding), progress: () => undefined });
  return findings.map(({ kind, from, until, line }) => `${kind} ${from === until ? from : `${from}-${until}`}${line === undefined ? '' : ` line ${line}`}`);
}
