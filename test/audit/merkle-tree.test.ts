import { createHash } from 'node:crypto';
import test from 'ava';
import { addLeaf, emptyTree, leafHash, peakCount, rootOf, type Tree } from '#audit/merkle-tree.ts';

/** The vectors of the Certificate Transparency reference implementation: leaves, and the root after each. */
const vectors = [
  ['', '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d'],
  ['00', 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125'],
  ['10', 'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77'],
  ['2021', 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7'],
  ['3031', '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4'],
  ['40414243', '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef'],
  ['5051525354555657', 'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c'],
  ['606162636465666768696a6b6c6d6e6f', '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328'],
] as const;

test('the empty tree', (t) => {
  t.is(rootOf(emptyTree).toString('hex'), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
});

test('the known roots', (t) => {
  let tree: Tree = emptyTree;
  for (const [leaf, root] of vectors) {
    tree = addLeaf(tree, leafHash(Buffer.from(leaf, 'hex')));
    t.is(rootOf(tree).toString('hex'), root, `${tree.size} leaves`);
    t.is(tree.peaks.length, peakCount(tree.size));
  }
});

test('every size gives the root of the definition in RFC 6962', (t) => {
  const leaves: Buffer[] = [];
  let tree: Tree = emptyTree;
  for (let i = 0; i < 130; i++) {
    const leaf = leafHash(`entry ${i}`);
    leaves.push(leaf);
    tree = addLeaf(tree, leaf);
    t.deepEqual(rootOf(tree), defined(leaves));
  }
});

test('peaks that do not fit the size are told', (t) => {
  t.throws(() => addLeaf({ size: 1, peaks: [] }, leafHash('x')), { instanceOf: RangeError });
});

/** Section 2.1, word for word: split at the largest power of two below the size. */
function defined(leaves: readonly Buffer[]): Buffer {
  const [only] = leaves;
  if (leaves.length === 1 && only !== undefined) return only;
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return createHash('sha256').update(Buffer.of(1)).update(defined(leaves.slice(0, k))).update(defined(leaves.slice(k))).digest();
}
