/**
 * A whole city for a test: a real Synapse, Sekisho in this process, the people of the demo; all of it on free ports and in a
 * folder of its own, gone when the test ends. The database is that of the run (SEKISHO_TEST_DATABASE).
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MatrixClient } from 'matrix-js-sdk';
import { createInstallation } from '#config/installation.ts';
import { makeAccounts, type Accounts } from '#demo/accounts.ts';
import { demoConfig } from '#demo/addresses.ts';
import { seedPeople } from '#demo/seed.ts';
import { startSynapse, type Synapse } from '#demo/synapse-process.ts';
import { systemClock, type Clock } from '#lib/clock.ts';
import type { Zone } from '#model/device.ts';
import type { Settings } from '#policy/settings.ts';
import { start, type Running } from '../../src/main.ts';
import { fetchFrom, matrixClient, type Seat, type SeatedFetch } from './client.ts';
import { freePorts } from './ports.ts';
import { createPostgresDatabase } from './postgres.ts';
import { testDatabaseKind, type DatabaseKind } from './store.ts';

/** Settings of which parts are changed; a list is replaced as a whole. */
export type Patch<T> = { [K in keyof T]?: T[K] extends readonly unknown[] ? T[K] : T[K] extends object ? Patch<T[K]> : T[K] };

export interface CityOptions {
  database?: DatabaseKind;
  /** What is other than in the demo's policy. */
  settings?: Patch<Settings>;
  clock?: Clock;
  /** Without one, what needs the homeserver answers homeserver_unavailable. */
  synapse?: boolean;
}

export type TestPerson = Accounts['admin'];

export interface LoginOptions extends Seat {
  zone?: Zone;
  deviceId?: string;
  approvalCode?: string;
  /** Ask for a token that expires and a refresh token. */
  refreshable?: boolean;
}

export interface AdminAnswer {
  status: number;
  body: any;
}

export type City = Awaited<ReturnType<typeof startCity>>;

export const serverName = 'kasumi.example';

export async function startCity(options: CityOptions = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'sekisho-city-'));
  const [lgwan, internet, admin, homeserverPort, appservice] = await freePorts(5) as [number, number, number, number, number];
  const postgres = (options.database ?? testDatabaseKind) === 'postgres' ? await createPostgresDatabase() : null;
  const installation = createInstallation(folder, {
    ...demoConfig(serverName, { lgwan, internet, admin, homeserver: homeserverPort, appservice }),
    ...(postgres !== null && { database: { client: 'postgres' as const, url: postgres.url } }),
  }, { pushNetworks: ['127.0.0.1'] });
  const { config } = installation;
  const clock = options.clock ?? systemClock;
  const accounts = makeAccounts(serverName);
  const seats: SeatedFetch[] = [];
  const clients: MatrixClient[] = [];

  const startHomeserver = () => startSynapse({ folder: installation.homeserver, url: config.homeserver.url });
  let synapse: Synapse | null = options.synapse === false ? null : await startHomeserver();
  let running: Running | null = null;

  const city = {
    config,
    installation,
    folder,
    serverName,
    /** Each with the whole user ID and the password. */
    people: accounts,
    gateways: { lgwan: `http://127.0.0.1:${lgwan}`, internet: `http://127.0.0.1:${internet}` } satisfies Record<Zone, string>,
    adminUrl: `http://127.0.0.1:${admin}`,

    /** A seat at a gateway, for requests that no SDK makes. */
    seat(seat: Seat = {}): typeof globalThis.fetch {
      const seated = fetchFrom(seat);
      seats.push(seated);
      return seated.fetch;
    },

    /** Logs a device in. @throws MatrixError as the SDK does, with `data.reason`. */
    async login(person: TestPerson, { zone = 'lgwan', deviceId, approvalCode, refreshable, ...seat }: LoginOptions = {}): Promise<MatrixClient> {
      const url = city.gateways[zone];
      const fetchFn = city.seat(seat);
      const answer = await matrixClient(url, fetchFn).loginRequest({
        type: 'm.login.password', identifier: { type: 'm.id.user', user: person.user }, password: person.password,
        ...(deviceId !== undefined && { device_id: deviceId }),
        ...(approvalCode !== undefined && { 'jp.sekisho.approval_code': approvalCode }),
        ...(refreshable && { refresh_token: true }),
      });
      const client = matrixClient(url, fetchFn, { accessToken: answer.access_token, userId: answer.user_id, deviceId: answer.device_id });
      clients.push(client);
      return client;
    },

    admin: {
      /** A call of the admin REST below `/_sekisho/admin/v1/`, as the city's administrator. */
      async request(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<AdminAnswer> {
        const token = await (adminToken ??= city.login(city.people.admin).then((client) => client.getAccessToken() ?? ''));
        const response = await city.seat()(`${city.adminUrl}/_sekisho/admin/v1/${path}`, {
          method,
          headers: { authorization: `Bearer ${token}`, ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
          ...(body !== undefined && { body: JSON.stringify(body) }),
        });
        const text = await response.text();
        return { status: response.status, body: text === '' ? null : JSON.parse(text) };
      },
      /** A fresh approval code for the person. */
      async approvalCode(person: TestPerson): Promise<string> {
        const { status, body } = await city.admin.request('POST', 'approval-codes', { user_id: person.user });
        if (status >= 300) throw new Error(`approval-codes: ${status} ${JSON.stringify(body)}`);
        return body.items[0].code;
      },
    },

    async restartSynapse(): Promise<void> {
      await city.stopSynapse();
      await city.startSynapse();
    },
    async stopSynapse(): Promise<void> {
      await synapse?.stop();
      synapse = null;
    },
    async startSynapse(): Promise<void> {
      synapse ??= await startHomeserver();
    },

    /** Ends Sekisho gently; the homeserver goes on. */
    async stopSekisho(): Promise<void> {
      await running?.close();
      running = null;
    },
    async startSekisho(): Promise<void> {
      running ??= await start(config, { clock });
    },

    async close(): Promise<void> {
      for (const client of clients) client.stopClient();
      await Promise.all(seats.map((seat) => seat.close()));
      await city.stopSekisho();
      await city.stopSynapse();
      await postgres?.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  let adminToken: Promise<string> | undefined;

  try {
    await seedPeople(config, accounts, clock);
    await city.startSekisho();
    if (options.settings !== undefined) await changeSettings(city.admin, options.settings);
    return city;
  } catch (error) {
    await city.close();
    throw error;
  }
}

async function changeSettings(admin: { request(method: string, path: string, body?: unknown): Promise<AdminAnswer> }, patch: Patch<Settings>): Promise<void> {
  const { body } = await admin.request('GET', 'policy');
  const answer = await admin.request('PUT', 'policy', { settings: patched(body.settings, patch), why: 'test' });
  if (answer.status !== 200) throw new Error(`policy: ${answer.status} ${JSON.stringify(answer.body)}`);
}

function patched(value: unknown, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
  return { ...value as object, ...Object.fromEntries(Object.entries(patch).map(([key, inner]) => [key, patched((value as Record<string, unknown>)[key], inner)])) };
}
