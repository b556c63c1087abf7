/** The audit log as other rooms see it (4.5.10, issue 3 item 11): `createAudit` makes it. */
import type { AuditFilter } from '#store/repositories/audit.ts';
import type { Transaction } from '#store/store.ts';
import type { BacklogSize } from './backlog.ts';
import type { AuditEntry, AuditItem } from './entry.ts';

export type { AuditEntry, AuditItem } from './entry.ts';

export interface Audit {
  /** Durable with the transaction of the act itself: administrative acts, policy changes, logins. */
  append(tx: Transaction, entry: AuditEntry): Promise<void>;
  /** Refusals: written soon, together; a flood of the same is one entry a minute. */
  note(entry: AuditEntry): void;
  /** Newest first; `next` is the `from` of what comes after. */
  list(filter: AuditFilter): Promise<{ items: AuditItem[]; next?: number }>;
  /** The signed head of the log as it stands. */
  checkpoint(): Promise<string>;
  /** What waits to be written, and what was lost because the database was away for too long; for the metrics. */
  backlog(): BacklogSize;
  /** Writes what waits, counts of the present minute included. */
  flush(): Promise<void>;
  close(): Promise<void>;
}
