/** Reads what the installed Synapse answers to (`synapse-patterns.py`), and which of its handlers a request would go to. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { z } from 'zod';
import { synapsePython } from '../../src/setup/synapse.mjs';

const part = z.union([z.string(), z.strictObject({ capture: z.string() })]);
const listing = z.strictObject({
  version: z.string(),
  handlers: z.array(z.strictObject({
    method: z.string(), servlet: z.string(), resource: z.string(), pattern: z.string(),
    /** Every way to write the path: texts, and captures between them. */
    forms: z.array(z.array(part)).min(1),
  })).min(100),
});
export type Part = z.infer<typeof part>;
export type SynapseListing = z.infer<typeof listing>;

const script = join(import.meta.dirname, 'synapse-patterns.py');

/** @param homeserverFolder holds a `homeserver.yaml`; a database is made there */
export async function synapseListing(homeserverFolder: string): Promise<SynapseListing> {
  return listing.parse(JSON.parse(await python(homeserverFolder, [], '')));
}

/** @returns the handler's name for each request, or null where Synapse has none */
export async function synapseHandlerOf(homeserverFolder: string, requests: readonly (readonly [method: string, path: string])[]): Promise<(string | null)[]> {
  return z.array(z.string().nullable()).length(requests.length).parse(JSON.parse(await python(homeserverFolder, ['dispatch'], JSON.stringify(requests))));
}

function python(folder: string, args: string[], input: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(synapsePython, [script, join(folder, 'homeserver.yaml'), ...args], { cwd: folder, maxBuffer: 64 * 1024 * 1024 }, (error, stdout) => {
      if (error === null) resolve(stdout);
      else reject(error);
    });
    child.stdin?.end(input);
  });
}
