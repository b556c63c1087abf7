/** What a client sees by its sync comes in its own time: ask until it is there. */
import { setTimeout as sleep } from 'node:timers/promises';

const patienceMs = 20_000;
const pauseMs = 50;

/** The first answer that is neither null, undefined nor false. @throws Error with `what`, when none comes. */
export async function eventually<T>(what: string, look: () => T | Promise<T>): Promise<Exclude<T, null | undefined | false>> {
  for (let waited = 0; waited < patienceMs; waited += pauseMs) {
    const answer = await look();
    if (answer !== null && answer !== undefined && answer !== false) return answer as Exclude<T, null | undefined | false>;
    await sleep(pauseMs);
  }
  throw new Error(`never came: ${what}`);
}
