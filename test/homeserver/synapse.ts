/**
 * A real Synapse for these tests: closed as the product's is, in a folder of its own, ended with the test. It can be restarted,
 * killed, and told where its application service listens.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ExecutionContext } from 'ava';

export const serverName = 'city.test';
export const registration = { id: 'sekisho', asToken: 'as_test_token', hsToken: 'hs_test_token', senderLocalpart: '_sekisho' };

const python = process.env['SEKISHO_TEST_PYTHON'] ?? '/tmp/syn/v/bin/python';
const unlimited = { per_second: 10_000, burst_count: 10_000 };

export interface TestSynapse {
  url: string;
  start(): Promise<void>;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  return port;
}

/** A running Synapse that delivers transactions to `appservicePort`. */
export async function startSynapse(t: ExecutionContext, appservicePort: number): Promise<TestSynapse> {
  const folder = mkdtempSync(join(tmpdir(), 'sekisho-synapse-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const config = writeConfig(folder, port, appservicePort);
  let child: ChildProcess | undefined;

  async function start(): Promise<void> {
    child = spawn(python, ['-m', 'synapse.app.homeserver', '-c', config], { cwd: folder, stdio: 'ignore' });
    for (let tries = 0; tries < 600 && child.exitCode === null; tries++) {
      if (await fetch(`${url}/_matrix/client/versions`).then((answer) => answer.ok, () => false)) return;
      await sleep(50);
    }
    throw new Error(`Synapse does not start: ${folder}/log`);
  }
  async function stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill(signal);
    await exit;
  }

  t.teardown(async () => {
    await stop('SIGKILL');
    if (process.env['SEKISHO_TEST_KEEP'] === undefined) rmSync(folder, { recursive: true, force: true });
  });
  await start();
  return { url, start, stop };
}

function writeConfig(folder: string, port: number, appservicePort: number): string {
  mkdirSync(join(folder, 'media'));
  writeFileSync(join(folder, 'registration.json'), JSON.stringify({
    id: registration.id, url: `http://127.0.0.1:${appservicePort}`, as_token: registration.asToken, hs_token: registration.hsToken,
    sender_localpart: registration.senderLocalpart, receive_ephemeral: true, rate_limited: false,
    namespaces: { users: [{ exclusive: false, regex: '@.*:city\\.test' }], rooms: [], aliases: [] },
  }));
  writeFileSync(join(folder, 'log.config'), JSON.stringify({
    version: 1, disable_existing_loggers: false, handlers: { file: { class: 'logging.FileHandler', filename: join(folder, 'log') } }, root: { level: 'WARNING', handlers: ['file'] },
  }));
  const file = join(folder, 'homeserver.json');
  writeFileSync(file, JSON.stringify({
    server_name: serverName, report_stats: false, trusted_key_servers: [], federation_domain_whitelist: [], pid_file: join(folder, 'pid'),
    listeners: [{ port, bind_addresses: ['127.0.0.1'], type: 'http', x_forwarded: true, resources: [{ names: ['client'] }] }],
    database: { name: 'sqlite3', args: { database: join(folder, 'homeserver.db') } },
    log_config: join(folder, 'log.config'), media_store_path: join(folder, 'media'), signing_key_path: join(folder, 'signing.key'),
    macaroon_secret_key: 'test', form_secret: 'test', enable_registration: false, password_config: { enabled: false },
    app_service_config_files: [join(folder, 'registration.json')], default_room_version: '11', redaction_retention_period: null,
    rc_message: unlimited, rc_joins: { local: unlimited, remote: unlimited }, rc_joins_per_room: unlimited, rc_room_creation: unlimited,
    rc_invites: { per_room: unlimited, per_user: unlimited, per_issuer: unlimited }, rc_presence: { per_user: unlimited },
  }));
  return file;
}
