/**
 * The tamper-evident log of what was refused, who logged in, and what administrators did (issue 3, item 11). An act's entry is
 * durable with the act; refusals are committed together within 100 ms, and floods are folded. Signed heads of the tree go to a
 * file outside the database and into the log that the city forwards.
 */
import { createPrivateKey } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Clock } from '#lib/clock.ts';
import type { Log } from '#lib/log.ts';
import type { Store } from '#store/store.ts';
import type { Audit } from './audit.ts';
import { createBacklog } from './backlog.ts';
import { createChain } from './chain.ts';
import { bounded, type AuditItem } from './entry.ts';
import { Folding } from './folding.ts';
import { createHeads } from './heads.ts';

export type { Audit, AuditEntry } from './audit.ts';

export interface AuditOptions {
  store: Store;
  clock: Clock;
  log: Log;
  /** The log's own name in its heads, see `auditOrigin`. */
  origin: string;
  /** Ed25519, PKCS #8 in PEM. */
  signingKey: string;
  headsFile: string;
  headIntervalMs: number;
}

const foldCheckMs = 1000;
const soonMs = 500;

export async function createAudit(options: AuditOptions): Promise<Audit> {
  const { store, clock, log } = options;
  const key = createPrivateKey(options.signingKey);
  if (key.asymmetricKeyType !== 'ed25519' || /[\s+]/.test(options.origin) || options.origin === '') {
    throw new Error('監査ログには Ed25519 の鍵と、空白も + も含まない名前が必要です / the audit log needs an Ed25519 key and a name without spaces and plus signs');
  }
  const chain = createChain({ origin: options.origin, key, log });
  await mkdir(dirname(options.headsFile), { recursive: true, mode: 0o700 });
  const folding = new Folding();
  const backlog = createBacklog({ write: (moments) => store.transaction((tx) => chain.append(tx, moments)), clock, log });
  const heads = createHeads({ store, clock, log, chain, file: options.headsFile });
  let soon: NodeJS.Timeout | undefined;
  const headTimer = setInterval(() => void heads.keep(), options.headIntervalMs);
  const foldTimer = setInterval(() => backlog.add(folding.due(clock())), foldCheckMs);

  async function flush(): Promise<void> {
    backlog.add(folding.counted(clock()));
    await backlog.drain();
  }

  return {
    async append(tx, entry) {
      await chain.append(tx, [{ at: clock(), entry: bounded(entry) }]);
      if (entry.kind !== 'login') {
        // The head waits for the end of this transaction, as every transaction does.
        soon ??= setTimeout(() => {
          soon = undefined;
          void heads.keep();
        }, soonMs);
      }
    },
    note(entry) {
      backlog.add(folding.add(bounded(entry), clock()));
    },
    async list(filter) {
      const rows = await store.audit.list({ ...filter, limit: filter.limit + 1 });
      const items = rows.slice(0, filter.limit).map((row) => JSON.parse(row.body) as AuditItem);
      const next = rows[filter.limit];
      return next === undefined ? { items } : { items, next: next.seq };
    },
    async checkpoint() {
      return (await chain.current(store)).note;
    },
    backlog: backlog.size,
    flush,
    async close() {
      clearInterval(headTimer);
      clearInterval(foldTimer);
      clearTimeout(soon);
      await flush();
      await backlog.close();
      await heads.keep();
    },
  };
}
