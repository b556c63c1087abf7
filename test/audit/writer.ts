/** Another process that acts: each act sets a value and writes its entry, and is acknowledged on standard output. Ends by being killed. */
import { createAudit } from '#audit/audit-log.ts';
import { systemClock } from '#lib/clock.ts';
import { createLog } from '#lib/log.ts';
import type { DatabaseOptions } from '#store/database.ts';
import { openStore } from '#store/store.ts';

const { database, origin, signingKey, headsFile, name } = JSON.parse(process.argv[2] ?? '') as { database: DatabaseOptions; origin: string; signingKey: string; headsFile: string; name: string };
const store = await openStore(database, systemClock, () => {});
const audit = await createAudit({ store, clock: systemClock, log: createLog('silent'), origin, signingKey, headsFile, headIntervalMs: 20 });
for (let i = 1; ; i++) {
  audit.note({ kind: 'refusal', act: `${name} refused ${i}` });
  await store.transaction(async (tx) => {
    await tx.state.set(`writer.${name}`, String(i));
    await audit.append(tx, { kind: 'admin', act: `${name} ${i}` });
  });
  console.log(i);
}
