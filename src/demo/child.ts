/** A program that the demo starts: waited for, watched, and ended by its process id. */
import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Child {
  readonly pid: number;
  /** Resolves when the process has ended, whoever ended it. */
  readonly ended: Promise<void>;
  /** SIGTERM, then SIGKILL for one that does not listen. */
  stop(): Promise<void>;
  kill(): void;
}

export interface ChildOptions {
  /** As people know it: for messages. */
  name: string;
  command: string;
  args: string[];
  folder: string;
  /** Where its output goes. */
  output: string;
  /** Asked until it says yes. */
  ready: () => Promise<boolean>;
  /** Gives up waiting, and ends the process. */
  signal?: AbortSignal | undefined;
}

const startMs = 60_000;
const stopMs = 15_000;
const pauseMs = 50;

/** @throws Error that names its output file when it ends or does not get ready. */
export async function startChild({ name, command, args, folder, output, ready, signal }: ChildOptions): Promise<Child> {
  const descriptor = openSync(output, 'a', 0o600);
  // A group of its own: Ctrl-C at the terminal is for the supervisor, which ends its children in order.
  const process = spawn(command, args, { cwd: folder, stdio: ['ignore', descriptor, descriptor], detached: true });
  closeSync(descriptor);
  let running = true;
  const ended = new Promise<void>((done) => {
    const end = () => {
      running = false;
      done();
    };
    process.once('exit', end).once('error', end);
  });
  const kill = () => void process.kill('SIGKILL');
  async function stop() {
    if (!running) return;
    process.kill('SIGTERM');
    const late = setTimeout(kill, stopMs);
    await ended;
    clearTimeout(late);
  }
  for (let waited = 0; running && process.pid !== undefined && !signal?.aborted && waited < startMs; waited += pauseMs) {
    if (await ready()) return { pid: process.pid, ended, stop, kill };
    await sleep(pauseMs);
  }
  await stop();
  signal?.throwIfAborted();
  throw new Error(`${name} が起動しません。記録を見てください / does not start, see: ${output}`);
}
