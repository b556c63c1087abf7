/**
 * What the audit log costs: acts with their entry in a transaction of their own, refusals committed together, what noting a
 * repeated refusal takes, and how fast a log is checked. SQLite on disk, with the durability of production.
 */
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAudit } from '#audit/audit-log.ts';
import type { AuditEntry } from '#audit/audit.ts';
import { gatherEvidence } from '#audit/evidence.ts';
import { verifyAudit } from '#audit/verify.ts';
import { systemClock } from '#lib/clock.ts';
import { createLog } from '#lib/log.ts';
import { openStore } from '#store/store.ts';

const folder = mkdtempSync(join(tmpdir(), 'sekisho-bench-audit-'));
const signingKey = generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
const origin = 'bench.example.jp/audit';
const headsFile = join(folder, 'heads.txt');
const store = await openStore({ client: 'sqlite', file: join(folder, 'bench.db') }, systemClock, () => {});
let now = systemClock();
const audit = await createAudit({ store, clock: () => now, log: createLog('silent'), origin, signingKey, headsFile, headIntervalMs: 60_000 });

async function perSecond(count: number, act: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await act();
  return Math.round(count / (performance.now() - start) * 1000);
}

const refusal = (address: string): AuditEntry => ({ kind: 'refusal', act: 'sync', address, zone: 'internet', user_id: '@taro:bench.example.jp', reasons: ['address_not_listed'] });
const acts = 500;
const refusals = 20_000;
const repeated = 1_000_000;

const result = {
  'acts, one a transaction': await perSecond(acts, async () => {
    for (let i = 0; i < acts; i++) await store.transaction((tx) => audit.append(tx, { kind: 'login', act: 'login', user_id: '@taro:bench.example.jp' }));
  }),
  'distinct refusals, committed together': await perSecond(refusals, async () => {
    for (let i = 0; i < refusals; i++) {
      if (i % 1000 === 0) {
        await audit.flush();
        now += 60_000;
      }
      audit.note(refusal(`10.0.${i >> 8}.${i & 255}`));
    }
    await audit.flush();
  }),
  'the same refusal again': await perSecond(repeated, async () => {
    for (let i = 0; i < repeated; i++) audit.note(refusal('192.0.2.1'));
  }),
  'entries checked': 0,
};
await audit.close();
const start = performance.now();
const { entries } = await verifyAudit(await gatherEvidence(store, headsFile), { origin, publicKey: createPublicKey(signingKey) }, {
  finding: (finding) => { throw new Error(`The log is not in order: ${JSON.stringify(finding)}`); },
  progress: () => {},
});
result['entries checked'] = Math.round(entries / (performance.now() - start) * 1000);
await store.close();
rmSync(folder, { recursive: true });

console.table(Object.fromEntries(Object.entries(result).map(([name, value]) => [name, { 'a second': value.toLocaleString('en') }])));
const out = join(process.env['SEKISHO_VAR'] ?? 'var', 'bench');
mkdirSync(out, { recursive: true });
writeFileSync(join(out, 'audit.json'), `${JSON.stringify(result, null, 2)}\n`);
