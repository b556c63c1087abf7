/** Hashes that only this city can make: of approval codes, of names that were typed at a login, of what a client is to bring back. */
import { createHmac } from 'node:crypto';

/** HMAC-SHA-256 in base64url; `purpose` keeps a hash of one use from being one of another. */
export function keyedHash(cityKey: Uint8Array, purpose: string, text: string): string {
  return createHmac('sha256', cityKey).update(`${purpose}\0${text}`).digest('base64url');
}
