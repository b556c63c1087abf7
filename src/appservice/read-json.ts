/** A transaction's body: at most 100 events of 64 KiB and what is ephemeral, so far more is let in than 5 MB, but not everything. */
import type { IncomingMessage } from 'node:http';

const limit = 100 * 1024 * 1024;

/** @returns undefined when it is no JSON. @throws when it is too long or breaks off. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw new Error('トランザクションが大きすぎます / A transaction is too long');
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    return undefined;
  }
}
