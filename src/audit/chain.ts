/**
 * The one chain of entries. Its tree and the signed head of its present size are kept in the database and change in the
 * transaction of the act itself; as a transaction holds a lock over all processes, several of them write one chain.
 */
import { createPublicKey, type KeyObject } from 'node:crypto';
import type { Log } from '#lib/log.ts';
import type { Repositories, Transaction } from '#store/store.ts';
import { bodyOf, type Moment } from './entry.ts';
import { addLeaf, emptyTree, leafHash, peakCount, rootOf, type Tree } from './merkle-tree.ts';
import { openHead, signHead, type HeadKey } from './signed-head.ts';

const stateName = 'audit.tree';

/** The act of the entry that is written when the tree in the database was not left so by Sekisho. */
export const forgedAct = 'audit.tree_forged';

export interface SignedTree {
  tree: Tree;
  /** The signed head of exactly this tree, as text. */
  note: string;
}

export interface Chain {
  append(tx: Transaction, moments: readonly Moment[]): Promise<void>;
  /** The tree as it stands, signed; an empty one before the first entry. */
  current(from: Repositories): Promise<SignedTree>;
}

export function createChain({ origin, key, log }: { origin: string; key: KeyObject; log: Log }): Chain {
  const publicKey = createPublicKey(key);
  const sign = (tree: Tree): SignedTree => ({ tree, note: signHead(tree, origin, key) });
  // What this process wrote last needs no check of its signature.
  let own = '';

  async function read(from: Repositories): Promise<SignedTree & { forged: boolean }> {
    const text = await from.state.get(stateName);
    if (text === null) return { ...sign(emptyTree), forged: false };
    const stored = parseTree(text);
    if (stored === null) throw new Error('監査ログの状態が読めません。sekisho audit verify を実行してください / the state of the audit log cannot be read; run sekisho audit verify');
    return { ...stored, forged: text !== own && !isSigned(stored, { origin, publicKey }) };
  }

  return {
    async append(tx, moments) {
      const [first] = moments;
      if (first === undefined) return;
      const { tree: before, forged } = await read(tx);
      let all = moments;
      if (forged) {
        log.error({ event: forgedAct, size: before.size }, '監査ログがデータベースで書き換えられました / the audit log was changed in the database');
        all = [{ at: first.at, entry: { kind: 'system', act: forgedAct } }, ...moments];
      }
      let tree = before;
      const rows = all.map((moment) => {
        const seq = tree.size + 1;
        const body = bodyOf(seq, moment);
        const leaf = leafHash(body);
        tree = addLeaf(tree, leaf);
        return { seq, at: moment.at, kind: moment.entry.kind, userId: moment.entry.user_id ?? null, leaf: leaf.toString('base64'), body };
      });
      await tx.audit.insert(rows);
      const text = formatTree(sign(tree));
      await tx.state.set(stateName, text);
      own = text;
    },
    current: read,
  };
}

/** The tree in the database as it stands, whoever wrote it. */
export async function storedTree(from: Repositories): Promise<SignedTree | 'absent' | 'unreadable'> {
  const text = await from.state.get(stateName);
  return text === null ? 'absent' : parseTree(text) ?? 'unreadable';
}

/** Whether the note is the log's own and speaks of this tree. */
export function isSigned({ tree, note }: SignedTree, key: HeadKey): boolean {
  const head = openHead(note, key);
  return head !== null && head.size === tree.size && head.root.equals(rootOf(tree));
}

function formatTree({ tree, note }: SignedTree): string {
  return JSON.stringify({ size: tree.size, peaks: tree.peaks.map((peak) => peak.toString('base64')), note });
}

/** The reverse of what the heads file and the database keep; null when it is not of that form. */
export function parseTree(text: string): SignedTree | null {
  let value: { size?: unknown; peaks?: unknown; note?: unknown } | null;
  try {
    value = JSON.parse(text) as typeof value;
  } catch {
    return null;
  }
  const { size, peaks, note } = value ?? {};
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0 || typeof note !== 'string') return null;
  if (!Array.isArray(peaks) || peaks.length !== peakCount(size)) return null;
  const hashes = peaks.map((peak) => Buffer.from(String(peak), 'base64'));
  return hashes.every((hash) => hash.length === 32) ? { tree: { size, peaks: hashes }, note } : null;
}
