/** The only place that makes random values; all of them come from the system's generator. */
import { randomBytes, randomInt } from 'node:crypto';

/** A secret of 256 bits, URL-safe, with a prefix that tells secret scanners and readers of a configuration what it is. */
export function randomSecret(prefix: string): string {
  return `${prefix}_${randomBytes(32).toString('base64url')}`;
}

/** An identifier of 96 bits that is no secret: a row's id, a request's id. */
export function randomId(): string {
  return randomBytes(12).toString('base64url');
}

/** `length` characters drawn evenly from `alphabet`: approval codes, first passwords, device IDs. */
export function randomText(alphabet: string, length: number): string {
  let text = '';
  for (let i = 0; i < length; i++) text += alphabet[randomInt(alphabet.length)];
  return text;
}

export { randomBytes };
