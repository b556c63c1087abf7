/**
 * Signed heads of the log: a checkpoint (C2SP tlog-checkpoint) in a signed note (C2SP signed-note) with Ed25519, a text that
 * witnesses and other tools can check without knowing Sekisho:
 *
 *     chat.example.jp/audit
 *     5
 *     <root, base64>
 *
 *     — chat.example.jp/audit <key ID and signature, base64>
 */
import { createHash, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { rootOf, type Tree } from './merkle-tree.ts';

export interface Head {
  size: number;
  root: Buffer;
}

/** Whose heads are believed. */
export interface HeadKey {
  origin: string;
  publicKey: KeyObject;
}

/** The name of a city's log in its heads. */
export function auditOrigin(serverName: string): string {
  return `${serverName}/audit`;
}

/** @param text lines, each with its end. */
export function signNote(text: string, name: string, privateKey: KeyObject): string {
  const signature = Buffer.concat([keyId(name, createPublicKey(privateKey)), sign(null, Buffer.from(text), privateKey)]);
  return `${text}\n— ${name} ${signature.toString('base64')}\n`;
}

/** @returns the note's text, or null unless a signature of this name and key is there and right. */
export function openNote(note: string, name: string, publicKey: KeyObject): string | null {
  const end = note.lastIndexOf('\n\n') + 1;
  if (end === 0) return null;
  const text = note.slice(0, end);
  const prefix = `— ${name} `;
  const id = keyId(name, publicKey);
  for (const line of note.slice(end + 1).split('\n')) {
    const signature = line.startsWith(prefix) ? Buffer.from(line.slice(prefix.length), 'base64') : Buffer.alloc(0);
    if (signature.subarray(0, 4).equals(id)) return verify(null, Buffer.from(text), publicKey, signature.subarray(4)) ? text : null;
  }
  return null;
}

export function signHead(tree: Tree, origin: string, privateKey: KeyObject): string {
  return signNote(`${origin}\n${tree.size}\n${rootOf(tree).toString('base64')}\n`, origin, privateKey);
}

/** @returns what the log signed, or null when it did not sign this. */
export function openHead(note: string, { origin, publicKey }: HeadKey): Head | null {
  const lines = openNote(note, origin, publicKey)?.split('\n');
  if (lines === undefined || lines.length < 4 || lines[0] !== origin || !/^(0|[1-9]\d{0,15})$/.test(lines[1] ?? '')) return null;
  const root = Buffer.from(lines[2] ?? '', 'base64');
  return root.length === 32 ? { size: Number(lines[1]), root } : null;
}

function keyId(name: string, publicKey: KeyObject): Buffer {
  // The last 32 bytes of an Ed25519 key in SPKI form are the key itself.
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
  return createHash('sha256').update(`${name}\n`).update(Buffer.of(0x01)).update(raw).digest().subarray(0, 4);
}
