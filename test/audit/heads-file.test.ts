import { appendFileSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { appendHead, readHeads, type FileHead } from '#audit/heads-file.ts';
import { addLeaf, emptyTree, leafHash } from '#audit/merkle-tree.ts';

async function read(file: string): Promise<FileHead[]> {
  const heads = [];
  for await (const head of readHeads(file)) heads.push(head);
  return heads;
}

test('heads come back in their order with their lines; what is none is told apart', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'sekisho-heads-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'heads.txt');
  t.deepEqual(await read(file), []);
  const one = { tree: addLeaf(emptyTree, leafHash('1')), note: 'one' };
  const two = { tree: addLeaf(one.tree, leafHash('2')), note: 'two\nlines' };
  await appendHead(file, one, 0);
  for (const garbage of ['', '{', 'null', '{"size":1,"peaks":[],"note":""}', '{"size":1,"peaks":["AAAA"],"note":""}', '{"size":-1,"peaks":[],"note":""}', '{"size":0,"peaks":[]}']) appendFileSync(file, `${garbage}\n`);
  await appendHead(file, two, 0);
  t.deepEqual(await read(file), [{ line: 1, head: one }, ...Array.from({ length: 7 }, (_, i) => ({ line: i + 2, head: null })), { line: 9, head: two }]);
  t.is(statSync(file).mode & 0o777, 0o600);
});
