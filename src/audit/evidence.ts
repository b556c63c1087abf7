/** What a check of the log is made on: its rows, its tree and its heads in the database, and the heads file outside it. */
import type { Store } from '#store/store.ts';
import { storedTree } from './chain.ts';
import { readHeads } from './heads-file.ts';
import type { AuditEvidence } from './verify.ts';

/**
 * Safe beside a running Sekisho: what is written meanwhile is checked too, or left out whole.
 * @param complete false for a copy of the heads file, which may be older than the heads in the database.
 */
export async function gatherEvidence(store: Store, headsFile: string, complete = true): Promise<AuditEvidence> {
  // Known before the file is opened; each head is in the file before it is in the database.
  const newest = complete ? await store.audit.newestHead() : null;
  return {
    rows: (after) => store.audit.rows(after),
    tree: () => storedTree(store),
    databaseHeads: store.audit.heads(newest?.size ?? 0),
    fileHeads: () => readHeads(headsFile),
  };
}
