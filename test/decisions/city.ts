/** Decisions to try things on, with a real audit log, a clock that the test moves, and as many processes on one database as it asks for. */
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { createAudit } from '#audit/audit-log.ts';
import type { Audit } from '#audit/audit.ts';
import { createDecisions, type Decisions } from '#decisions/decisions.ts';
import type { FactsOf } from '#policy/facts.ts';
import { networks as networksSchema, settings as settingsSchema, type Settings } from '#policy/settings.ts';
import type { Log } from '#lib/log.ts';
import type { DatabaseOptions } from '#store/database.ts';
import { openStore, type Store } from '#store/store.ts';
import { createPostgresDatabase } from '../harness/postgres.ts';
import { testDatabaseKind } from '../harness/store.ts';
import * as bases from '../policy/bases.ts';

export const hour = 3_600_000;
export const initial = { settings: settingsSchema.parse(bases.settings), networks: networksSchema.parse(bases.networks) };
export const stranger = { userId: null, device: null };
export const taro = { userId: '@taro:chat.example.jp', device: 'device-of-taro' };

export interface Process {
  store: Store;
  audit: Audit;
  decisions: Decisions;
  close(): Promise<void>;
}

export interface DecidingCity {
  database: DatabaseOptions;
  folder: string;
  now: number;
  logged: string[];
  start(): Promise<Process>;
}

const silent: Log = { debug() {}, info() {}, warn() {}, error() {} };

export async function openCity(t: ExecutionContext): Promise<DecidingCity> {
  const folder = mkdtempSync(join(tmpdir(), 'sekisho-decisions-'));
  const postgres = testDatabaseKind === 'postgres' ? await createPostgresDatabase() : null;
  // Teardowns run last in, first out.
  t.teardown(async () => {
    await postgres?.drop();
    rmSync(folder, { recursive: true });
  });
  const database: DatabaseOptions = postgres === null ? { client: 'sqlite', file: join(folder, 'city.db') } : { client: 'postgres', url: postgres.url, connections: 4 };
  // The tables are there before several processes come.
  await (await openStore(database, () => 0, () => undefined)).close();
  const city: DecidingCity = {
    database,
    folder,
    now: Date.UTC(2027, 0, 15, 3, 10),
    logged: [],
    async start() {
      const line = (_fields: Record<string, unknown>, message: string) => void city.logged.push(message);
      const process = await startProcess(city.database, folder, () => city.now, { ...silent, warn: line, error: line });
      t.teardown(() => process.close());
      return process;
    },
  };
  return city;
}

/** As `main` wires it, with only what deciding needs. */
export async function startProcess(database: DatabaseOptions, folder: string, clock: () => number, log: Log = silent): Promise<Process> {
  const store = await openStore(database, clock, () => undefined);
  const audit = await createAudit({
    store, clock, log, origin: 'chat.example.jp/audit', headsFile: join(folder, 'heads.txt'), headIntervalMs: hour,
    signingKey: generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
  });
  const decisions = await createDecisions({ store, audit, clock, log, initial });
  let closing: Promise<void> | undefined;
  return {
    store, audit, decisions,
    close: () => closing ??= (async () => {
      await decisions.close();
      await audit.close();
      await store.close();
    })(),
  };
}

/** The settings of the start, changed. */
export function changed(change: (settings: Settings) => void): Settings {
  const settings = structuredClone(initial.settings);
  change(settings);
  return settings;
}

/** A phone on the internet, approved or not. */
export function phone(approved: boolean): FactsOf<'use'> {
  const { act, caller } = bases.facts.use;
  return { act, caller: { ...caller, zone: 'internet', class: 'mobile', address: '198.51.100.7', device: { ...caller.device, approved } } };
}

/** A PC on LGWAN. */
export function pc(address: string): FactsOf<'use'> {
  const { act, caller } = bases.facts.use;
  return { act, caller: { ...caller, address } };
}
