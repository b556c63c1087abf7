/**
 * A city to measure: `sekisho serve` as a process of its own, with a configuration as `sekisho init` makes it and the demo's
 * policy but for the limits, before a stand-in for the homeserver or before a real Synapse.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInstallation } from '#config/installation.ts';
import { loadRegistration } from '#config/registration.ts';
import type { Config } from '#config/schema.ts';
import { demoConfig } from '#demo/addresses.ts';
import { startSekisho } from '#demo/sekisho-process.ts';
import { startSynapse } from '#demo/synapse-process.ts';
import { createHomeserver } from '#homeserver/homeserver.ts';
import { createLog } from '#lib/log.ts';
import type { UserId } from '#matrix/identifiers.ts';
import { freePorts } from '../../test/harness/ports.ts';
import { addSeats, knowOwnRoom, type Seat } from './seats.ts';

export interface City {
  /** The process of Sekisho. */
  pid: number;
  /** The gateway of the LGWAN zone. */
  gateway: string;
  homeserver: string;
  /** So many people more, each at a PC in the town hall. */
  seats(count: number): Promise<Seat[]>;
  /** A call of the admin REST, below `/_sekisho/admin/v1/`. @throws Error when it is refused */
  administer(method: string, path: string, body?: unknown): Promise<unknown>;
  /** How many long polls the stand-in holds. */
  polls(): Promise<number>;
  close(): Promise<void>;
}

export async function startCity({ synapse }: { synapse: boolean }): Promise<City> {
  const folder = mkdtempSync(join(tmpdir(), 'sekisho-bench-'));
  const endings: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })];
  const close = async () => {
    for (const end of endings.splice(0).toReversed()) await end();
  };
  try {
    return await build(folder, synapse, endings, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function build(folder: string, synapse: boolean, endings: (() => unknown)[], close: () => Promise<void>): Promise<City> {
  const [lgwan, internet, admin, homeserver, appservice] = await freePorts(5) as [number, number, number, number, number];
  const installation = createInstallation(folder, demoConfig('bench.example.jp', { lgwan, internet, admin, homeserver, appservice }), { pushNetworks: ['127.0.0.1'] });
  const { config } = installation;
  let standIn: ChildProcess | null = null;
  let mint = async (_userId: UserId, _deviceId: string) => 'homeserver_token';
  if (synapse) {
    const started = await startSynapse({ folder: installation.homeserver, url: config.homeserver.url });
    const accounts = accountsAt(config);
    mint = accounts.mint;
    endings.push(() => started.stop(), () => accounts.close());
  } else {
    const child = standIn = fork(join(import.meta.dirname, 'stand-in.ts'), [config.homeserver.url]);
    endings.push(() => child.kill());
    await once(child, 'message');
    await knowOwnRoom(config);
  }

  const [administrator] = await addSeats(config, ['admin'], 'admin', mint) as [Seat];
  const sekisho = await startSekisho({ config, configFile: installation.configFile, folder });
  endings.push(() => sekisho.stop());
  async function administer(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`http://127.0.0.1:${admin}/_sekisho/admin/v1/${path}`, {
      method, headers: { 'authorization': `Bearer ${administrator.token}`, 'content-type': 'application/json' }, ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.json();
  }
  await raiseLimits(administer);

  let seated = 0;
  return {
    pid: sekisho.pid,
    gateway: `http://127.0.0.1:${lgwan}`,
    homeserver: config.homeserver.url,
    administer,
    seats: (count) => addSeats(config, Array.from({ length: count }, () => `s${++seated}`), 'general', mint),
    async polls() {
      if (standIn === null) throw new Error('A real homeserver tells nobody.');
      standIn.send('polls');
      return (await once(standIn, 'message') as [number])[0];
    },
    close,
  };
}

/** A single machine asks for a whole town: the limits are looked at, and hold nobody up. */
async function raiseLimits(administer: City['administer']): Promise<void> {
  const { settings } = await administer('GET', 'policy') as { settings: { limits: object } };
  const high = { per_second: 1_000_000, burst: 1_000_000 };
  const limits = Object.fromEntries(Object.keys(settings.limits).map((name) => [name, high]));
  await administer('PUT', 'policy', { settings: { ...settings, limits }, why: 'bench' });
}

/** Accounts at a real homeserver, made as Sekisho makes them. */
function accountsAt(config: Config) {
  const registration = loadRegistration(config.appservice.registration);
  const homeserver = createHomeserver({
    url: config.homeserver.url, serverName: config.server.server_name, log: createLog('silent'),
    registration: { id: registration.id, asToken: registration.as_token, hsToken: registration.hs_token, senderLocalpart: registration.sender_localpart },
  });
  return {
    async mint(userId: UserId, deviceId: string): Promise<string> {
      await homeserver.provision(userId, userId);
      return homeserver.mintToken(userId, deviceId, null);
    },
    close: () => homeserver.close(),
  };
}
