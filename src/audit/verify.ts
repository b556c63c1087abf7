/**
 * Checks the whole log against itself and against its signed heads, in one pass and in constant memory. It finds every edit,
 * deletion, insertion, reordering and cut, and says where. Each stretch between two heads is checked by itself, so that one fault
 * does not hide the next. Whoever lacks the signing key can at most put the log back to a moment before any head was kept of what
 * came after; whoever has it must change the heads file too, and every forwarded copy of it.
 */
import type { AuditRow } from '#store/repositories/audit.ts';
import { forgedAct, isSigned, type SignedTree } from './chain.ts';
import type { AuditItem } from './entry.ts';
import type { Finding } from './finding.ts';
import { mergeHeads, type HeadEvidence } from './merge-heads.ts';
import { addLeaf, emptyTree, leafHash, rootOf, type Tree } from './merkle-tree.ts';
import type { Head, HeadKey } from './signed-head.ts';

export interface AuditEvidence extends HeadEvidence {
  /** The rows behind a number, in order. */
  rows(after: number): AsyncGenerator<AuditRow>;
  /** The tree in the database; read again when rows came while checking. */
  tree(): Promise<SignedTree | 'absent' | 'unreadable'>;
}

export interface Verification {
  entries: number;
  heads: number;
  findings: number;
}

export async function verifyAudit(evidence: AuditEvidence, key: HeadKey, report: { finding(finding: Finding): void; progress(entries: number): void }): Promise<Verification> {
  let findings = 0;
  const walk = createWalk(evidence, (kind, from, until = from, line) => {
    findings++;
    report.finding({ kind, from, until, ...(line === undefined ? {} : { line }) });
  }, report.progress);
  let heads = 0;
  let largest = 0;
  for await (const { head, tree, line } of mergeHeads(evidence, key, walk.found)) {
    heads++;
    largest = Math.max(largest, head.size);
    await walk.to(head.size);
    walk.checkHead(head, tree, line);
  }
  await checkTail(evidence, key, walk, largest);
  return { entries: walk.last(), heads, findings };
}

type Found = (kind: Finding['kind'], from: number, until?: number, line?: number) => void;
type Walk = ReturnType<typeof createWalk>;

/** Goes along the rows and builds the tree of their stored leaves. */
function createWalk(evidence: AuditEvidence, found: Found, progress: (entries: number) => void) {
  let rows = evidence.rows(0);
  let next: AuditRow | null = null;
  let last = 0;
  let tree: Tree = emptyTree;
  // Whether `tree` is that of entries 1 to `last`, as far as the last head confirms it.
  let intact = true;
  let confirmed = 0;

  async function peek(): Promise<AuditRow | null> {
    if (next !== null) return next;
    let read = await rows.next();
    if (read.done) {
      // Rows may have come since.
      rows = evidence.rows(last);
      read = await rows.next();
    }
    next = read.done ? null : read.value;
    return next;
  }

  function take(row: AuditRow): void {
    if (row.seq !== last + 1) {
      found('missing', last + 1, row.seq - 1);
      intact = false;
    }
    checkRow(row, found);
    last = row.seq;
    if (intact) tree = addLeaf(tree, Buffer.from(row.leaf, 'base64'));
    if (last % 100_000 === 0) progress(last);
  }

  /** Whether the rows up to here give this root; true as well where a fault already told makes that impossible to say. */
  const agrees = (head: Head) => !intact || last !== head.size || rootOf(tree).equals(head.root);

  return {
    found,
    peek,
    last: () => last,
    confirmed: () => confirmed,
    agrees,
    async to(size: number): Promise<void> {
      for (let row = await peek(); row !== null && row.seq <= size; row = await peek()) {
        next = null;
        take(row);
      }
    },
    checkHead(head: Head, signed: Tree | null, line: number | undefined): void {
      if (!agrees(head)) {
        if (head.size === confirmed) found('two_histories', head.size, head.size, line);
        else found('rewritten', confirmed + 1, head.size);
        intact = false;
      }
      if (last < head.size) intact = false;
      if (signed !== null && last === head.size) {
        tree = signed;
        intact = true;
      }
      confirmed = head.size;
    },
  };
}

function checkRow(row: AuditRow, found: Found): void {
  if (!leafHash(row.body).equals(Buffer.from(row.leaf, 'base64'))) found('body_changed', row.seq);
  const item = parseItem(row.body);
  if (item.seq !== row.seq) found('moved', row.seq);
  if (Date.parse(item.time ?? '') !== row.at || item.kind !== row.kind || (item.user_id ?? null) !== row.userId) found('columns_changed', row.seq);
  if (item.act === forgedAct) found('forgery_noticed', row.seq);
}

function parseItem(body: string): Partial<AuditItem> {
  try {
    return (JSON.parse(body) ?? {}) as Partial<AuditItem>;
  } catch {
    return {};
  }
}

/** What stands behind the last head, against the tree that Sekisho signs with every entry. */
async function checkTail(evidence: AuditEvidence, key: HeadKey, walk: Walk, largestHead: number): Promise<void> {
  let reached = largestHead;
  for (let size = -1; ;) {
    const stored = await evidence.tree();
    if (typeof stored === 'string' || !isSigned(stored, key)) {
      await walk.to(Infinity);
      // A city that has written nothing yet has no tree either.
      if (stored !== 'absent' || walk.last() > 0) walk.found('tree_forged', walk.confirmed() + 1, Math.max(walk.last(), walk.confirmed() + 1));
      break;
    }
    const { tree } = stored;
    if (tree.size <= size) {
      const first = walk.last() + 1;
      await walk.to(Infinity);
      walk.found('inserted', first, walk.last());
      break;
    }
    size = tree.size;
    await walk.to(size);
    if (size > walk.confirmed() && !walk.agrees({ size, root: rootOf(tree) })) walk.found('rewritten_tail', walk.confirmed() + 1, size);
    reached = Math.max(reached, size);
    if (await walk.peek() === null) break;
  }
  if (walk.last() < reached) walk.found('cut', walk.last() + 1, reached);
}
