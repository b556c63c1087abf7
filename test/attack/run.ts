/**
 * `npm run attack`: the tests of this folder, told step by step, and a report of what they tried in `var/attack`
 * (docs/attack-suite.md). Ends with 0 when nothing got round the gateway.
 */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeReport } from './report.ts';

const top = join(import.meta.dirname, '../..');
const into = join(process.env['SEKISHO_VAR'] ?? join(top, 'var'), 'attack');

/** Each of these leaves its part in the report, but the oracle's, which proves the others. */
const steps = [
  ['oracle', '判定そのものを、わざと穴を開けた関所で確かめています / proving the oracle on gateways with holes'],
  ['attack', 'すべての形を試しています（数分）/ trying every form (some minutes)'],
  ['smuggling', '要求の密輸を試しています / trying to smuggle requests'],
  ['doors', '本物の Synapse の前で、同じ行いへの扉を試しています / trying the doors to each act, before a real Synapse'],
] as const;

rmSync(into, { recursive: true, force: true });
let failed = 0;
for (const [i, [name, words]] of steps.entries()) {
  console.log(`[${i + 1}/${steps.length}] ${words}`);
  const { status } = spawnSync(process.execPath, [join(top, 'node_modules/ava/entrypoints/cli.js'), `test/attack/${name}.test.ts`], {
    cwd: top, stdio: 'inherit', env: { ...process.env, SEKISHO_ATTACK_REPORT: into },
  });
  if (status !== 0) failed++;
}
const page = writeReport(into, failed);
console.log(failed === 0 ? `\n抜け道は見つかりませんでした / no way round was found: ${page}` : `\n${failed} 件の試験が失敗しました / failed: ${page}`);
process.exitCode = failed === 0 ? 0 : 1;
