/**
 * 4.3.2: bodies that a rule looks at. Bytes are counted as they come; JSON that the homeserver's parser and ours
 * could understand differently (doubled keys, a byte order mark, broken UTF-8) is refused.
 */
import type { IncomingMessage } from 'node:http';
import { Refused } from './refused.ts';

const maxDepth = 100;

/** @throws Refused `too_large`, or `bad_request` when the client leaves in the middle. */
export function readBody(req: IncomingMessage, limit: number): Promise<Buffer> {
  if (Number(req.headers['content-length'] ?? 0) > limit) return Promise.reject(new Refused('too_large'));
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const onData = (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      else {
        // The rest flows away unread; the refusal can be answered at once.
        req.off('data', onData).resume();
        reject(new Refused('too_large'));
      }
    };
    req.on('data', onData);
    req.once('end', () => resolve(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks)));
    const onGone = () => reject(new Refused('bad_request', { detail: '途中で切れた本文 / body cut off' }));
    req.once('error', onGone);
    if (req.destroyed) onGone();
  });
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** @throws Refused `not_json` for what is no JSON; `bad_request` for no object, doubled keys, or more than 100 levels. */
export function parseJson(bytes: Uint8Array): Record<string, unknown> {
  let text: string;
  let value: unknown;
  try {
    text = utf8.decode(bytes);
    value = JSON.parse(text);
  } catch {
    throw new Refused('not_json');
  }
  const { depth, members } = measure(text);
  if (depth > maxDepth) throw new Refused('bad_request', { detail: '深すぎる JSON / JSON nested too deep' });
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Refused('bad_request', { detail: 'JSON オブジェクトではない / no JSON object' });
  // Of a key that stands twice the parser kept one: then the text has more members than the value.
  if (members !== countMembers(value)) throw new Refused('bad_request', { detail: '重複したキー / doubled key in JSON' });
  return value as Record<string, unknown>;
}

/** The depth and the number of `key: value` pairs of a text that is known to be JSON. */
function measure(text: string): { depth: number; members: number } {
  let depth = 0;
  let deepest = 0;
  let members = 0;
  for (let i = 0; i < text.length; i++) {
    switch (text.charCodeAt(i)) {
      case 0x22: // a string, to its end
        for (i++; text.charCodeAt(i) !== 0x22; i++) if (text.charCodeAt(i) === 0x5c) i++;
        break;
      case 0x3a: // :
        members++;
        break;
      case 0x5b: case 0x7b: // [ {
        deepest = Math.max(deepest, ++depth);
        break;
      case 0x5d: case 0x7d: // ] }
        depth--;
        break;
    }
  }
  return { depth: deepest, members };
}

function countMembers(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + countMembers(item), 0);
  return Object.values(value).reduce<number>((sum, item) => sum + 1 + countMembers(item), 0);
}
