/**
 * Signed heads outside the database, one JSON object a line: what a cut tail or a rewritten whole is found by. A line also has
 * the tree's peaks, so that the entries between any two heads can be checked by themselves.
 */
import { createReadStream, existsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { rfc3339 } from '#lib/clock.ts';
import { parseTree, type SignedTree } from './chain.ts';

export interface FileHead {
  line: number;
  /** Null where the line is no head. */
  head: SignedTree | null;
}

/** Durable when it returns. A line is written whole or not at all; the caller sees to it that one writes at a time. */
export async function appendHead(file: string, { tree, note }: SignedTree, at: number): Promise<void> {
  const handle = await open(file, 'a', 0o600);
  try {
    const { size } = await handle.stat();
    try {
      await handle.appendFile(`${JSON.stringify({ time: rfc3339(at), size: tree.size, peaks: tree.peaks.map((peak) => peak.toString('base64')), note })}\n`);
      await handle.datasync();
    } catch (error) {
      await handle.truncate(size);
      throw error;
    }
  } finally {
    await handle.close();
  }
}

/** No file is as good as an empty one: what is missing from it is found by what the database has. */
export async function* readHeads(file: string): AsyncGenerator<FileHead> {
  if (!existsSync(file)) return;
  let line = 0;
  for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    line++;
    yield { line, head: parseTree(text) };
  }
}
