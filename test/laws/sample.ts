/** A house in a temporary folder that breaks a law, so that each law is seen to bite. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ExecutionContext } from 'ava';

/** Writes `files` (path → text) below a folder that goes when the test ends. */
export function sample(t: ExecutionContext, files: Readonly<Record<string, string>>): string {
  const top = mkdtempSync(join(tmpdir(), 'sekisho-laws-'));
  t.teardown(() => rmSync(top, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(top, path)), { recursive: true });
    writeFileSync(join(top, path), text);
  }
  return top;
}
