/**
 * What the audit log costs: acts with their entry in a transaction of their own, refusals committed together, what noting a
 * repeated refusal takes, and how fast a log is checked. SQLite on disk, with the durability of production.
 */
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAudit } from '#audit/audit-log.ts';
import type { AuditEntry } from '#audit/audit.ts';
import { gatherEvidence } from '#audit/evidence.ts';
import { verifyAudit } from '#audit/verify.ts';
import { systemClock } from '#lib/clock.ts';
import { createLog } from '#lib/log.ts';
import { openStore } from '#store/store.ts';
import { benchOf } from './bench.ts';

const origin = 'bench.example.jp/audit';

async function perSecond(count: number, act: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await act();
  return Math.round(count / (performance.now() - start) * 1000);
}

const refusal = (address: string): AuditEntry => ({ kind: 'refusal', act: 'sync', address, zone: 'internet', user_id: '@taro:bench.example.jp', reasons: ['address_not_listed'] });

export const bench = benchOf({
  name: 'audit',
  summary: '監査記録への書き込みと検証の速さ / writing and checking the audit log',
  defaults: { acts: 500, refusals: 20_000, repeated: 1_000_000 },
  async run({ acts, refusals, repeated }) {
    const folder = mkdtempSync(join(tmpdir(), 'sekisho-bench-audit-'));
    const signingKey = generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
    const headsFile = join(folder, 'heads.txt');
    const store = await openStore({ client: 'sqlite', file: join(folder, 'bench.db') }, systemClock, () => {});
    try {
      let now = systemClock();
      const audit = await createAudit({ store, clock: () => now, log: createLog('silent'), origin, signingKey, headsFile, headIntervalMs: 60_000 });
      const single = await perSecond(acts, async () => {
        for (let i = 0; i < acts; i++) await store.transaction((tx) => audit.append(tx, { kind: 'login', act: 'login', user_id: '@taro:bench.example.jp' }));
      });
      const together = await perSecond(refusals, async () => {
        for (let i = 0; i < refusals; i++) {
          if (i % 1000 === 0) {
            await audit.flush();
            // The next minute: what is noted again is no repetition.
            now += 60_000;
          }
          audit.note(refusal(`10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`));
        }
        await audit.flush();
      });
      const again = await perSecond(repeated, async () => {
        for (let i = 0; i < repeated; i++) audit.note(refusal('192.0.2.1'));
      });
      await audit.close();
      const start = performance.now();
      const { entries } = await verifyAudit(await gatherEvidence(store, headsFile), { origin, publicKey: createPublicKey(signingKey) }, {
        finding: (finding) => { throw new Error(`The log is not in order: ${JSON.stringify(finding)}`); },
        progress: () => {},
      });
      return {
        columns: ['what', 'a second'],
        rows: [
          ['acts, one a transaction', single],
          ['distinct refusals, committed together', together],
          ['the same refusal again', again],
          ['entries checked', Math.round(entries / (performance.now() - start) * 1000)],
        ],
        notes: ['SQLite、本番と同じ耐久性 / SQLite with the durability of production'],
      };
    } finally {
      await store.close();
      rmSync(folder, { recursive: true });
    }
  },
});
