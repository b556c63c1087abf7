/**
 * `npm test`: every check, then every test, then those that touch the database once more on PostgreSQL. Each result is printed as
 * it comes; the last line is `N passed, N failed`, which counts every check and every test as one. `--checks` leaves the tests out.
 */
import { spawn } from 'node:child_process';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { checks } from './laws/checks.ts';

/** The rooms that stand on the database: their tests must pass on PostgreSQL too. */
const onPostgres = ['store', 'identity', 'decisions', 'audit', 'journal', 'people', 'clauses'];

const top = join(import.meta.dirname, '..');

interface Count {
  passed: number;
  failed: number;
}

async function runChecks(): Promise<Count> {
  const count = { passed: 0, failed: 0 };
  for (const check of checks) {
    const start = performance.now();
    const problems = await check.run();
    const seconds = `${((performance.now() - start) / 1000).toFixed(1)}s`;
    console.log(`  ${problems.length === 0 ? '✔' : '✘ [fail]:'} ${check.name} (${seconds})`);
    for (const problem of problems) console.log(`      ${problem}`);
    if (problems.length === 0) count.passed++;
    else count.failed++;
  }
  return count;
}

/** What ava says of a result, or of trouble outside the tests ("1 uncaught exception", "2 tests remained pending after a timeout"). */
const passing = /^ {2}✔ /;
const failing = /^ {2}✘ \[fail\]: /;
const trouble = /^ {2}(\d+) (uncaught exceptions?|unhandled rejections?|internal errors?|known failures?|tests? remained pending.*)$/;

/** Ava's lines are shown as they come, and counted. */
async function runTests(files: readonly string[], environment: Record<string, string>): Promise<Count> {
  const ava = spawn(process.execPath, [join(top, 'node_modules/ava/entrypoints/cli.js'), ...files], {
    cwd: top,
    env: { ...process.env, NO_COLOR: '1', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = new Promise<number>(resolve => ava.on('close', code => resolve(code ?? 1)));
  const count = { passed: 0, failed: 0 };
  for await (const line of createInterface({ input: ava.stdout })) {
    console.log(line);
    if (passing.test(line)) count.passed++;
    else if (failing.test(line)) count.failed++;
    else count.failed += Number(trouble.exec(line)?.[1] ?? 0);
  }
  // What ends badly without a failed test (a file without tests, a crash) is a failure too.
  if ((await exit) !== 0 && count.failed === 0) count.failed = 1;
  return count;
}

const counts = [await runChecks()];
if (!process.argv.includes('--checks')) {
  console.log('\n試験 / tests');
  counts.push(await runTests([], {}));
  console.log('\n試験（PostgreSQL）/ tests on PostgreSQL');
  const files = globSync(onPostgres.map(room => `test/${room}/**/*.test.ts`), { cwd: top });
  if (files.length > 0) counts.push(await runTests(files, { SEKISHO_TEST_DATABASE: 'postgres' }));
}

const passed = counts.reduce((sum, count) => sum + count.passed, 0);
const failed = counts.reduce((sum, count) => sum + count.failed, 0);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
