/** Takes the signed head of the log out of the database: into the file beside it, and into the log that the city forwards. */
import type { Clock } from '#lib/clock.ts';
import type { Log } from '#lib/log.ts';
import type { Store } from '#store/store.ts';
import type { Chain, SignedTree } from './chain.ts';
import { appendHead } from './heads-file.ts';

export interface Heads {
  /** Keeps the head of the log as it stands, unless it is kept already. A failure is logged, and the next call tries again. */
  keep(): Promise<void>;
}

export function createHeads({ store, clock, log, chain, file }: { store: Store; clock: Clock; log: Log; chain: Chain; file: string }): Heads {
  let kept = '';

  /** In a transaction, so that of all processes one writes at a time and the file's heads only grow. */
  async function keepNew(): Promise<SignedTree | null> {
    const current = await store.transaction(async (tx) => {
      const head = await chain.current(tx);
      if (head.tree.size === 0 || head.note === kept) return null;
      const newest = await tx.audit.newestHead();
      if (newest?.note === head.note) return null;
      if (newest !== null && newest.size >= head.tree.size) log.error({ event: 'audit_shrunk', from: newest.size, to: head.tree.size }, '監査ログが短くなっています / the audit log has become shorter');
      const at = clock();
      // The file first: a head that only the file has is harmless, one that only the database has shows that the file was cut.
      await appendHead(file, head, at);
      await tx.audit.insertHead({ size: head.tree.size, note: head.note, at });
      return head;
    });
    if (current !== null) kept = current.note;
    return current;
  }

  async function tryToKeep(): Promise<void> {
    try {
      const head = await keepNew();
      if (head !== null) log.info({ event: 'audit_head', size: head.tree.size, note: head.note }, '監査ログの署名済み先頭 / signed head of the audit log');
    } catch (error) {
      log.error({ event: 'audit_head_failed', error: String(error) }, '監査ログの署名済み先頭を保存できません / the signed head of the audit log could not be kept');
    }
  }

  let last = Promise.resolve();
  return {
    keep() {
      last = last.then(tryToKeep);
      return last;
    },
  };
}
