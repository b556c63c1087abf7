/** A step leaves a stamp where its work lies: the hash of what it worked from. The same hash again means that there is nothing to do. */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

/** @param {(string | Uint8Array)[]} sources */
export function hashOf(sources) {
  const hash = createHash('sha256');
  for (const source of sources) hash.update(source).update('\0');
  return hash.digest('hex');
}

/** @param {string} file @param {string} hash */
export function stamped(file, hash) {
  try {
    return readFileSync(file, 'utf8') === hash;
  } catch {
    return false;
  }
}

/** @param {string} file @param {string} hash */
export function stamp(file, hash) {
  writeFileSync(file, hash);
}
