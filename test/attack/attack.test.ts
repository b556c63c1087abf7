import { existsSync } from 'node:fs';
import test from 'ava';
import { routeTable } from '#gateway/route-table.ts';
import { attack } from './attack.ts';
import { createAttackCity } from './city.ts';
import { writePart } from './report.ts';
import { synapseListing } from './synapse-handlers.ts';

/** What the process may hold more than before, in kB: caches of a bounded size, not what it was sent. */
const mostGrowth = 200_000;

test('nothing that the table refuses ever reaches the homeserver', async (t) => {
  t.timeout(600_000);
  const begun = performance.now();
  const city = await createAttackCity();
  t.teardown(city.close);
  const listing = await synapseListing(city.installation.homeserver);
  const memory = city.residentMemory();
  const result = await attack(city, listing);
  const growth = city.residentMemory() - memory;

  writePart({
    part: 'attack', title: 'すべての形 / every form', seconds: (performance.now() - begun) / 1000, synapse: listing.version,
    groups: result.groups, findings: result.findings.map(({ kind, what }) => `${kind}: ${what}`),
    notes: [
      `Synapse のハンドラー / handlers: ${listing.handlers.length}`,
      ...Object.entries(result.callers).map(([name, { sent, reached, reasons }]) => `${name}: ${sent} → ${reached} (${Object.entries(reasons).map(([reason, count]) => `${reason} ${count}`).join(', ')})`),
      `関所の記憶の増え / growth of the process: ${Math.round(growth / 1024)} MB`,
    ],
  });
  t.deepEqual(result.findings.slice(0, 50), []);

  // The attack was one: every door that is open was found open, every guard was met.
  t.true(result.groups.reduce((sum, { sent }) => sum + sent, 0) > 20_000);
  const open = routeTable().filter(({ handling }) => handling === 'forward').map(({ operation }) => operation);
  t.deepEqual(open.filter((operation) => !result.reachedOperations.has(operation) && !isAlias(operation)), []);
  const { unlisted, unapproved, nobody, forger } = result.callers;
  t.true((unlisted.reasons['address_not_listed'] ?? 0) > 100);
  t.true((unapproved.reasons['device_not_approved'] ?? 0) > 100);
  t.true((nobody.reasons['token_missing'] ?? 0) > 100);
  t.true((forger.reasons['token_unknown'] ?? 0) > 100);

  t.true(city.sekisho !== null && existsSync(`/proc/${city.sekisho.pid}`), 'the process lives');
  t.true(growth < mostGrowth, `the process grew by ${growth} kB`);
});

/** Of operations that share a form the table shows each, and a request is counted for one of them. */
function isAlias(operation: string): boolean {
  const row = routeTable().find((one) => one.operation === operation);
  return routeTable().find(({ method, path }) => method === row?.method && path === row?.path)?.operation !== operation;
}
