/** Ends the programs of a demo whose supervisor was killed: they would hold the ports and the database. */
import { setTimeout as sleep } from 'node:timers/promises';

const patienceMs = 10_000;
const pauseMs = 100;

export async function endLeftovers(pids: readonly number[]): Promise<void> {
  for (const pid of pids) send(pid, 'SIGTERM');
  for (let waited = 0; pids.some((pid) => send(pid, 0)); waited += pauseMs) {
    if (waited > patienceMs) for (const pid of pids) send(pid, 'SIGKILL');
    await sleep(pauseMs);
  }
}

/** @returns whether there is such a process. */
function send(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}
