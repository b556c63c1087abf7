/** Loads what `src/main.ts` imports, room by room from the bottom, and tells the resident memory after each. */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { residentKb } from '../measure/usage.ts';
import type { Load } from '../weight.ts';

/** The storeys of the house, from the bottom (architecture, "Laws"). */
const storeys = ['lib', 'matrix', 'model', 'homeserver', 'store', 'audit', 'journal', 'decisions', 'identity', 'people', 'http', 'admin', 'appservice', 'gateway', 'config'];

const source = readFileSync(new URL('../../src/main.ts', import.meta.url), 'utf8');
const imported = [...source.matchAll(/^import (?!type ).* from '(#([a-z]+)\/[^']+)';$/gm)].map(([, file = '', room = '']) => ({ file, room }));

async function weigh(): Promise<number> {
  globalThis.gc?.();
  await sleep(100);
  return residentKb(process.pid);
}

const loads: Load[] = [{ room: 'node', kb: await weigh() }];
for (const room of storeys) {
  const files = imported.filter((one) => one.room === room);
  if (files.length === 0) continue;
  for (const { file } of files) await import(file);
  loads.push({ room, kb: await weigh() });
}
process.send?.(loads, () => process.exit());
