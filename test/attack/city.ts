/**
 * A city under attack: Sekisho as a process of its own before a recorder in the homeserver's place, its people registered and
 * logged in by the ordinary ways, its limits so high that they turn nothing away. Each caller has an address of its own, by
 * which whatever reaches the recorder is known to be theirs.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'undici';
import { createInstallation, type Installation } from '#config/installation.ts';
import { loadRegistration } from '#config/registration.ts';
import type { Zone } from '#model/device.ts';
import type { NewPerson } from '#people/people.ts';
import { withPeople } from '../../src/cli/offline-people.ts';
import { demoConfig } from '../../src/demo/addresses.ts';
import { speaksMatrix } from '../../src/demo/answers.ts';
import { startChild, type Child } from '../../src/demo/child.ts';
import { freePorts } from '../harness/ports.ts';
import { createRecorder, type Recorder } from './recorder.ts';

export const serverName = 'city.test';
export const desktop = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36';

export const callerNames = ['approved', 'unlisted', 'unapproved', 'nobody', 'forger'] as const;
export type CallerName = (typeof callerNames)[number];

export interface AttackCaller {
  name: CallerName;
  zone: Zone;
  address: string;
  userId: string | null;
  /** What it sends as its token, in turn; none when empty. */
  tokens: string[];
  /** The token that the homeserver gave for its device. */
  homeserverToken: string | null;
}

export interface AttackCity {
  installation: Installation;
  recorder: Recorder;
  ports: Record<Zone, number>;
  callers: Record<CallerName, AttackCaller>;
  /** The same callers, with sessions of their own. */
  signIn(): Promise<Record<CallerName, AttackCaller>>;
  /** The process itself; null where Sekisho runs in the test's own. */
  sekisho: Child | null;
  /** In kB. */
  residentMemory(): number;
  close(): Promise<void>;
}

const password = '霞町-Tsuyoi-himitsu-2027';
const limit = { per_second: 1_000_000, burst: 1_000_000 };

const person = (user: string, role: NewPerson['role']): NewPerson => ({
  userId: `@${user}:${serverName}` as NewPerson['userId'], name: user, reading: user, unit: null, password,
  kind: 'staff', role, groups: [], sponsor: null, email: null, expires: null,
});

const mostTries = 3;

/** @param start runs Sekisho; by default as a process of its own. @returns what ends it */
export async function createAttackCity(start: (installation: Installation) => Promise<Child | { stop(): Promise<void> }> = startProcess): Promise<AttackCity> {
  // Between the choice of a port and listening on it somebody else may have taken it.
  for (let tries = 1; ; tries++) {
    const endings: (() => unknown)[] = [];
    const close = async () => {
      for (const end of endings.splice(0).toReversed()) await end();
    };
    try {
      return await open(start, endings, close);
    } catch (error) {
      await close();
      if (tries === mostTries) throw error;
    }
  }
}

async function open(start: Parameters<typeof createAttackCity>[0] & {}, endings: (() => unknown)[], close: () => Promise<void>): Promise<AttackCity> {
  const folder = mkdtempSync(join(tmpdir(), 'sekisho-attack-'));
  endings.push(() => rmSync(folder, { recursive: true, force: true }));
  const recorder = await createRecorder();
  endings.push(() => recorder.close());
  const [lgwan, internet, admin, appservice] = await freePorts(4) as [number, number, number, number];
  const installation = createInstallation(folder, {
    ...demoConfig(serverName, { lgwan, internet, admin, homeserver: recorder.port, appservice }),
    log: { level: 'warn', file: 'sekisho.log' },
  }, { pushNetworks: [] });
  await withPeople(installation.config, async (people) => {
    for (const [user, role] of [['root', 'admin'], ['approved', 'general'], ['unlisted', 'general'], ['unapproved', 'general']] as const) {
      await people.create(person(user, role), { actor: 'attack' });
    }
  });
  const running = await start(installation);
  endings.push(() => running.stop());
  const ports = { lgwan, internet };

  const login = (user: string, from: string) => ask(`http://127.0.0.1:${lgwan}/_matrix/client/v3/login`, 'POST', { type: 'm.login.password', identifier: { type: 'm.id.user', user }, password }, { from });
  await liftLimits(`http://127.0.0.1:${admin}/_sekisho/admin/v1/policy`, (await login('root', '127.0.0.1'))['access_token'] as string);

  const { as_token: asToken, hs_token: hsToken } = loadRegistration(installation.config.appservice.registration);
  const caller = async (name: CallerName, zone: Zone, [from, address]: [string, string]): Promise<AttackCaller> => {
    const session = await login(name, from);
    // A device has its homeserver token from its first forwarded request on.
    await ask(`http://127.0.0.1:${lgwan}/_matrix/client/v3/joined_rooms`, 'GET', undefined, { from, token: session['access_token'] as string });
    const owner = `${session['user_id'] as string} ${session['device_id'] as string}`;
    const homeserverToken = [...recorder.minted].find(([, device]) => device === owner)?.[0] ?? null;
    return { name, zone, address, userId: session['user_id'] as string, tokens: [session['access_token'] as string], homeserverToken };
  };
  const signIn = async (): Promise<Record<CallerName, AttackCaller>> => {
    const approved = await caller('approved', 'lgwan', ['127.0.0.11', '127.0.0.11']);
    return {
      approved,
      // A listed PC's session, used from elsewhere; the same used where a PC must be approved.
      unlisted: await caller('unlisted', 'lgwan', ['127.0.0.12', '127.0.1.12']),
      unapproved: await caller('unapproved', 'internet', ['127.0.0.13', '127.0.0.13']),
      nobody: { name: 'nobody', zone: 'lgwan', address: '127.0.0.14', userId: null, tokens: [], homeserverToken: null },
      forger: {
        name: 'forger', zone: 'lgwan', address: '127.0.0.15', userId: null, homeserverToken: null,
        // Made up; one letter off; and real ones that are no client's: the homeserver's, the application service's own two.
        tokens: [`sks_${'A'.repeat(43)}`, altered(approved.tokens[0] ?? ''), approved.homeserverToken ?? '', asToken, hsToken],
      },
    };
  };

  return {
    installation, recorder, ports, signIn,
    callers: await signIn(),
    sekisho: 'pid' in running ? running : null,
    residentMemory: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${'pid' in running ? running.pid : process.pid}/status`, 'utf8'))?.[1]),
    close,
  };
}

const altered = (token: string) => token.slice(0, -1) + (token.endsWith('A') ? 'B' : 'A');

function startProcess({ config, configFile }: Installation): Promise<Child> {
  const folder = join(configFile, '..');
  return startChild({
    name: '関所 / Sekisho', command: process.execPath, folder, output: join(folder, 'sekisho.out'),
    args: [join(import.meta.dirname, '../../src/cli/main.ts'), 'serve', '--config', configFile],
    ready: async () => (await Promise.all([config.zones.lgwan.port, config.zones.internet.port].map((port) => speaksMatrix(`http://127.0.0.1:${port}`)))).every(Boolean),
  });
}

async function liftLimits(url: string, token: string): Promise<void> {
  const { settings } = await ask(url, 'GET', undefined, { token });
  const unlimited = { ...settings as object, limits: { address: limit, account: limit, token: limit, logins_per_address: limit } };
  await ask(url, 'PUT', { settings: unlimited, why: '攻撃試験 / attack suite' }, { token });
}

/** A JSON call that must succeed. */
async function ask(url: string, method: 'GET' | 'POST' | 'PUT', json: unknown, { token, from = '127.0.0.1' }: { token?: string; from?: string }): Promise<Record<string, unknown>> {
  const { port, pathname } = new URL(url);
  const client = new Client(`http://127.0.0.1:${port}`, { localAddress: from });
  try {
    const { statusCode, body } = await client.request({
      path: pathname, method,
      headers: { 'user-agent': desktop, 'content-type': 'application/json', ...(token !== undefined && { authorization: `Bearer ${token}` }) },
      ...(json !== undefined && { body: JSON.stringify(json) }),
    });
    const text = await body.text();
    if (statusCode >= 300) throw new Error(`${method} ${pathname}: ${statusCode} ${text}`);
    return JSON.parse(text) as Record<string, unknown>;
  } finally {
    await client.close();
  }
}
