/** Hashing and authenticated encryption of small values: tokens are kept hashed, the homeserver's tokens encrypted. */
import { createCipheriv, createDecipheriv, hash, timingSafeEqual } from 'node:crypto';
import { randomBytes } from './random.ts';

/** SHA-256 in base64url; for secrets of full entropy (tokens), not for passwords. */
export function sha256(text: string | Uint8Array): string {
  return hash('sha256', text, 'base64url');
}

/** Compares two secrets in a time that does not depend on where they differ. */
export function equalSecrets(a: string, b: string): boolean {
  const left = Buffer.from(sha256(a));
  return timingSafeEqual(left, Buffer.from(sha256(b)));
}

/** AES-256-GCM; `context` binds the result to its place, so that it cannot be moved to another row. */
export function seal(key: Uint8Array, context: string, text: string): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(context));
  return Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64');
}

/** The reverse of `seal`. @throws when the key or the context is another, or the value was changed. */
export function unseal(key: Uint8Array, context: string, sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12)).setAAD(Buffer.from(context));
  decipher.setAuthTag(bytes.subarray(-16));
  return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString('utf8');
}
