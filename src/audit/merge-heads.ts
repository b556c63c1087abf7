/** The signed heads of the file and of the database as one sequence by size, each with its signature checked; what is wrong with one is told. */
import type { AuditHeadRow } from '#store/repositories/audit.ts';
import type { Finding } from './finding.ts';
import type { FileHead } from './heads-file.ts';
import { rootOf, type Tree } from './merkle-tree.ts';
import { openHead, type Head, type HeadKey } from './signed-head.ts';

export interface HeadEvidence {
  /** The heads file from its first line. It is opened after the database's newest head is known: the file has each head first. */
  fileHeads(): AsyncGenerator<FileHead>;
  databaseHeads: AsyncGenerator<AuditHeadRow>;
}

export interface CheckedHead {
  head: Head;
  note: string;
  /** The whole tree of that size, where it is known. */
  tree: Tree | null;
  line?: number;
}

type Found = (kind: Finding['kind'], from: number, until?: number, line?: number) => void;

export async function* mergeHeads(evidence: HeadEvidence, key: HeadKey, found: Found): AsyncGenerator<CheckedHead> {
  const file = checkedFile(evidence.fileHeads(), key, found);
  let fromFile = await file.next();
  let newest: CheckedHead | null = null;
  for await (const { size, note } of evidence.databaseHeads) {
    for (; !fromFile.done && fromFile.value.head.size <= size; fromFile = await file.next()) {
      newest = fromFile.value;
      yield newest;
    }
    if (newest?.note === note && newest.head.size === size) continue;
    const head = openHead(note, key);
    if (head === null || head.size !== size) {
      found('head_forged', size);
      continue;
    }
    if (newest?.head.size !== size) found('head_missing', size);
    yield { head, note, tree: null };
  }
  for (; !fromFile.done; fromFile = await file.next()) yield fromFile.value;
}

async function* checkedFile(heads: AsyncGenerator<FileHead>, key: HeadKey, found: Found): AsyncGenerator<CheckedHead> {
  let largest = 0;
  for await (const { line, head: signed } of heads) {
    if (signed === null) {
      found('head_unreadable', largest, largest, line);
      continue;
    }
    const { tree } = signed;
    const head = openHead(signed.note, key);
    if (head === null || head.size !== tree.size || !head.root.equals(rootOf(tree))) {
      found('head_forged', tree.size, tree.size, line);
    } else if (head.size < largest) {
      found('heads_reordered', head.size, head.size, line);
    } else {
      largest = head.size;
      yield { head, note: signed.note, tree, line };
    }
  }
}
