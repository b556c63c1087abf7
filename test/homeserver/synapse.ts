/** A real Synapse for these tests, configured as the product configures it, in a folder of its own that goes with the test. */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { createRegistration } from '../../src/config/create-registration.ts';
import { writeHomeserverConfig } from '../../src/config/homeserver-config.ts';
import { loadRegistration } from '../../src/config/registration.ts';
import { startSynapse as startProcess } from '../../src/demo/synapse-process.ts';

export const serverName = 'city.test';

export interface TestSynapse {
  url: string;
  registration: { id: string; asToken: string; hsToken: string; senderLocalpart: string };
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  return port;
}

/** A running Synapse that delivers its transactions to `appservicePort`. */
export async function startSynapse(t: ExecutionContext, appservicePort: number): Promise<TestSynapse> {
  const folder = mkdtempSync(join(tmpdir(), 'sekisho-homeserver-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const paper = join(folder, 'registration.yaml');
  createRegistration(paper, { serverName, url: `http://127.0.0.1:${appservicePort}` });
  writeHomeserverConfig(folder, { serverName, publicUrl: url, port, registration: paper, pushNetworks: [] });
  const { id, as_token: asToken, hs_token: hsToken, sender_localpart: senderLocalpart } = loadRegistration(paper);
  let running: Awaited<ReturnType<typeof startProcess>> | undefined;
  const python = process.env['SEKISHO_TEST_PYTHON'];
  const start = async () => { running = await startProcess({ folder, url, ...(python === undefined ? {} : { python }) }); };
  const stop = async () => { await running?.stop(); };
  t.teardown(async () => {
    await stop();
    rmSync(folder, { recursive: true, force: true });
  });
  await start();
  return { url, registration: { id, asToken, hsToken, senderLocalpart }, start, stop };
}
