/**
 * Passwords (4.2.1): argon2id with the parameters that OWASP recommends, kept in the PHC string format so that they can be
 * raised later; rules in the way of NIST SP 800-63B: length and no common ones, no rules of composition.
 */
import { argon2, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { randomBytes, randomText } from '#lib/random.ts';
import { localpartOf, type UserId } from '#matrix/identifiers.ts';
import { Refused } from '#model/refused.ts';
import { isCommonPassword } from './common-passwords.ts';

interface Cost {
  memory: number;
  passes: number;
  parallelism: number;
}

const cost: Cost = { memory: 19_456, passes: 2, parallelism: 1 };
const minLength = 8;
const saltBytes = 16;
const hashBytes = 32;
const phc = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

// Without what is easily taken for another letter, on paper or over the telephone.
const readable = 'abcdefghijkmnpqrstuvwxyz23456789';

const run = promisify(argon2);

/** Full-width letters and other forms of the same characters count as one: an input method may be on by mistake. */
function derive(password: string, salt: Uint8Array, { memory, passes, parallelism }: Cost): Promise<Buffer> {
  return run('argon2id', { message: Buffer.from(password.normalize('NFKC')), nonce: salt, parallelism, tagLength: hashBytes, memory, passes });
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64').replace(/=+$/, '');

/** The hash of a new password. @throws Refused weak_password */
export async function hashPassword(password: string, userId: UserId | null = null): Promise<string> {
  refuseWeak(password, userId);
  const salt = randomBytes(saltBytes);
  const { memory, passes, parallelism } = cost;
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${base64(salt)}$${base64(await derive(password, salt, cost))}`;
}

function refuseWeak(password: string, userId: UserId | null): void {
  const text = password.normalize('NFKC');
  if ([...text].length < minLength) throw new Refused('weak_password', { detail: `${minLength} 文字以上にしてください / at least ${minLength} characters` });
  const lower = text.toLowerCase();
  if (userId !== null && (lower === userId.toLowerCase() || lower === localpartOf(userId))) throw new Refused('weak_password', { detail: 'ユーザーID と同じです / is the user ID' });
  if (isCommonPassword(text)) throw new Refused('weak_password', { detail: 'よく使われるものです / too common' });
}

/** A hash that no password has: who does not exist costs as much as who does. */
const nobody = { salt: randomBytes(saltBytes), hash: randomBytes(hashBytes) };

/** Whether `password` is the one of `kept`; null, for an account that does not exist, takes the same work and is never right. */
export async function verifyPassword(password: string, kept: string | null): Promise<boolean> {
  const parts = kept === null ? null : phc.exec(kept);
  if (parts === null) {
    timingSafeEqual(await derive(password, nobody.salt, cost), nobody.hash);
    return false;
  }
  const [, memory, passes, parallelism, salt = '', hash = ''] = parts;
  const made = await derive(password, Buffer.from(salt, 'base64'), { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) });
  const expected = Buffer.from(hash, 'base64');
  return made.length === expected.length && timingSafeEqual(made, expected);
}

/** A password that an administrator can read out to somebody: 80 bits in four groups. */
export function firstPassword(): string {
  return Array.from({ length: 4 }, () => randomText(readable, 4)).join('-');
}
