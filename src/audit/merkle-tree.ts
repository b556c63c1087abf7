/**
 * The tree of RFC 6962, section 2.1, as far as a log that only grows needs it: of all nodes only the roots of its full subtrees
 * (the peaks, largest first) are kept, so that an entry is added, and the root found, in O(log n).
 */
import { createHash } from 'node:crypto';

export interface Tree {
  size: number;
  peaks: readonly Buffer[];
}

export const emptyTree: Tree = { size: 0, peaks: [] };

const leafPrefix = Buffer.of(0x00);
const nodePrefix = Buffer.of(0x01);

export function leafHash(data: Uint8Array | string): Buffer {
  return createHash('sha256').update(leafPrefix).update(data).digest();
}

function nodeHash(left: Buffer, right: Buffer): Buffer {
  return createHash('sha256').update(nodePrefix).update(left).update(right).digest();
}

export function addLeaf(tree: Tree, leaf: Buffer): Tree {
  const peaks = [...tree.peaks];
  let node = leaf;
  // Each one at the end of the old size in binary is a full subtree as large as the one just completed.
  for (let rest = tree.size; rest % 2 === 1; rest = (rest - 1) / 2) {
    const left = peaks.pop();
    if (left === undefined) throw new RangeError('木の大きさと節の数が合いません / the peaks do not fit the size of the tree');
    node = nodeHash(left, node);
  }
  peaks.push(node);
  return { size: tree.size + 1, peaks };
}

export function rootOf({ peaks }: Tree): Buffer {
  if (peaks.length === 0) return createHash('sha256').digest();
  return peaks.reduceRight((right, left) => nodeHash(left, right));
}

/** How many peaks a tree of this size has: the ones of the size in binary. */
export function peakCount(size: number): number {
  let count = 0;
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) count += rest % 2;
  return count;
}
