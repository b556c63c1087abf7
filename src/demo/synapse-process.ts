/** A real Synapse as a child process: started, waited for, restarted and ended by its process id. */
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';
import { synapsePython } from '../setup/synapse.mjs';

export interface SynapseOptions {
  /** Where `homeserver.yaml` stands and data is kept. */
  folder: string;
  url: string;
  python?: string | undefined;
}

export interface Synapse {
  readonly pid: number;
  /** Resolves when the process ends, whoever ended it. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

const startMs = 60_000;
const stopMs = 10_000;

/** Starts Synapse and waits until it answers. @throws Error with the place of its log when it does not. */
export async function startSynapse({ folder, url, python = synapsePython }: SynapseOptions): Promise<Synapse> {
  const output = join(folder, 'homeserver.out');
  const descriptor = openSync(output, 'w', 0o600);
  // A group of its own: Ctrl-C in the terminal is for the supervisor, which ends the homeserver after Sekisho.
  const child = spawn(python, ['-m', 'synapse.app.homeserver', '--config-path', join(folder, 'homeserver.yaml')], { cwd: folder, stdio: ['ignore', descriptor, descriptor], detached: true });
  closeSync(descriptor);
  const ended = new Promise<void>((done) => child.once('exit', () => done()).once('error', () => done()));
  const stop = () => endProcess(child, ended);
  for (let waited = 0; waited < startMs; waited += 50) {
    if (child.exitCode !== null || child.pid === undefined) break;
    if (await answers(url)) return { pid: child.pid, ended, stop };
    await sleep(50);
  }
  await stop();
  throw new Error(`ホームサーバが起動しません / the homeserver does not start: ${output}, ${join(folder, 'homeserver.log')}`);
}

async function answers(url: string): Promise<boolean> {
  try {
    const { statusCode, body } = await request(`${url}/_matrix/client/versions`);
    await body.dump();
    return statusCode === 200;
  } catch {
    return false;
  }
}

/** SIGTERM, then SIGKILL for one that does not listen. */
export async function endProcess(child: ChildProcess, ended: Promise<void>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), stopMs);
  await ended;
  clearTimeout(late);
}
