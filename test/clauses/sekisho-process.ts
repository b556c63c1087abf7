/** Sekisho as a process of its own before a test city's homeserver, as in production: to be held up, ended and killed. */
import { execFile, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { City } from '../harness/city.ts';

const main = join(import.meta.dirname, '../../src/cli/main.ts');
const patienceMs = 60_000;

export interface SekishoProcess {
  /** The exit code; null for one that was killed. */
  readonly exit: Promise<number | null>;
  signal(name: NodeJS.Signals): void;
  /** `kill -9`, and waits until it is gone. */
  kill(): Promise<void>;
}

/** Starts `sekisho serve` (beside others, on PostgreSQL) and waits until it serves. The city's own Sekisho is ended first. */
export async function spawnSekisho(city: City): Promise<SekishoProcess> {
  await city.stopSekisho();
  const before = timesStarted(city);
  const child = spawn(process.execPath, [main, 'serve', '--config', city.installation.configFile], { cwd: city.folder, stdio: 'ignore' });
  let ended = false;
  const exit = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => {
      ended = true;
      resolve(code);
    });
  });
  // Whatever becomes of the test, nothing outlives it.
  const last = () => { child.kill('SIGKILL'); };
  process.once('exit', last);
  void exit.then(() => process.removeListener('exit', last));
  for (let waited = 0; !ended && waited < patienceMs; waited += 50) {
    if (timesStarted(city) > before) {
      return {
        exit,
        signal: (name) => { child.kill(name); },
        async kill() {
          child.kill('SIGKILL');
          await exit;
        },
      };
    }
    await sleep(50);
  }
  child.kill('SIGKILL');
  throw new Error(`Sekisho does not start:\n${logText(city).slice(-2000)}`);
}

function logText(city: City): string {
  try {
    return readFileSync(city.config.log.file ?? '', 'utf8');
  } catch {
    return '';
  }
}

const timesStarted = (city: City) => logText(city).split('Sekisho is running').length;

/** Waits until Sekisho can serve and everything was compared with the homeserver. */
export async function reconciled(city: City): Promise<void> {
  for (let waited = 0; waited < patienceMs * 2; waited += 100) {
    const answer = await city.seat()(`${city.adminUrl}/health/ready`).catch(() => null);
    if (answer?.status === 200 && (await answer.json() as { reconciled: boolean }).reconciled) return;
    await sleep(100);
  }
  throw new Error('Sekisho is not reconciled');
}

/** What `sekisho audit verify` prints, and its exit code: 0 when nothing is wrong. */
export function auditVerify(city: City): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [main, 'audit', 'verify', '--config', city.installation.configFile], { cwd: city.folder }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), output: stdout + stderr });
    });
  });
}
