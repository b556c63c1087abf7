/**
 * The keys of a city (4.3.11): 32 bytes that seal the secrets in the database, and an ed25519 key that signs the heads of
 * the audit log. They stand in one file of their own, mode 0600, never in the database that they protect.
 */
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { randomBytes } from '#lib/random.ts';
import { isExposed, writeSecretFile } from './secret-file.ts';

export interface Keys {
  /** Seals and unseals what is stored (lib/hash.ts). */
  city: Uint8Array;
  /** Ed25519, private (PKCS #8 in PEM): signs the heads of the audit log. */
  audit: string;
}

const schema = z.strictObject({ city: z.base64().transform((text) => Buffer.from(text, 'base64')).refine((bytes) => bytes.length === 32), audit: z.string().refine(isEd25519) });

function isEd25519(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyType === 'ed25519';
  } catch {
    return false;
  }
}

/** Makes fresh keys and writes them to `file`. */
export function createKeys(file: string): void {
  const audit = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });
  writeSecretFile(file, `${JSON.stringify({ city: randomBytes(32).toString('base64'), audit }, null, 2)}\n`);
}

/** @throws Error that says how to cure it, when the file is missing, damaged or open to others; it never quotes the file. */
export function loadKeys(file: string): Keys {
  const refused = (why: string) => new Error(`市の鍵を使えません / the keys of the city cannot be used: ${file}: ${why}`);
  if (!existsSync(file)) throw refused('ファイルがありません。sekisho init が作ります / is missing; sekisho init makes it');
  if (isExposed(file)) throw refused(`ほかの利用者が読めます / is open to others: chmod 600 ${file}`);
  const keys = schema.safeParse(jsonOf(readFileSync(file, 'utf8')));
  if (!keys.success) throw refused('壊れています。控えから戻してください / is damaged; restore it from its copy');
  return keys.data;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
