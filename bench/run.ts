/** `npm run bench -- NAME [--seconds N …]`: runs a bench, prints its table, and keeps it as JSON with what the machine is. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readEnvironment } from '#config/environment.ts';
import type { Bench, Cell, Result } from './bench.ts';

/** Only the bench that is asked for is loaded: what is measured is to carry nothing else. */
const benches: Readonly<Record<string, () => Promise<{ bench: Bench }>>> = {
  forward: () => import('./forward.ts'),
  latency: () => import('./latency.ts'),
  syncs: () => import('./syncs.ts'),
  weight: () => import('./weight.ts'),
  decide: () => import('./decide.ts'),
  audit: () => import('./audit.ts'),
};

function optionsOf({ defaults }: Bench, args: readonly string[]): Record<string, number> {
  const { values } = parseArgs({ args: [...args], options: Object.fromEntries(Object.keys(defaults).map((name) => [name, { type: 'string' as const }])) });
  return { ...defaults, ...Object.fromEntries(Object.entries(values).map(([name, value]) => [name, positive(name, value)])) };
}

function positive(name: string, value: unknown): number {
  const number = Number(value);
  if (!(number > 0)) throw new Error(`--${name} には正の数を / takes a positive number: ${String(value)}`);
  return number;
}

/** What the numbers depend on besides the code. */
function machine() {
  return {
    date: new Date().toISOString(), node: process.version, cores: availableParallelism(), cpu: cpus()[0]?.model ?? 'unknown',
    memory_gb: Math.round(totalmem() / 2 ** 30), platform: `${process.platform}-${process.arch}`,
  };
}

function print({ columns, rows, notes }: Result): void {
  const text = (cell: Cell | undefined) => (typeof cell === 'number' ? cell.toLocaleString('en') : cell ?? '');
  const widths = columns.map((column, i) => Math.max(column.length, ...rows.map((row) => text(row[i]).length)));
  const line = (row: readonly Cell[]) => columns.map((_, i) => (i === 0 ? text(row[i]).padEnd(widths[i] ?? 0) : text(row[i]).padStart(widths[i] ?? 0))).join('  ');
  for (const row of [columns, widths.map((width) => '─'.repeat(width)), ...rows]) console.log(line(row));
  for (const note of notes) console.log(`- ${note}`);
}

async function list(): Promise<void> {
  for (const load of Object.values(benches)) {
    const { name, summary, defaults } = (await load()).bench;
    console.log(`${name.padEnd(8)} ${summary}\n         ${Object.entries(defaults).map(([option, value]) => `--${option} ${value}`).join(' ')}`);
  }
}

async function main([name = '', ...args]: string[]): Promise<void> {
  const load = benches[name];
  if (load === undefined) {
    await list();
    if (name !== '') process.exitCode = 2;
    return;
  }
  const { bench } = await load();
  const options = optionsOf(bench, args);
  const result = await bench.run(options);
  print(result);
  const folder = join(readEnvironment().var, 'bench');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${bench.name}.json`);
  writeFileSync(file, `${JSON.stringify({ bench: bench.name, machine: machine(), options, ...result }, null, 2)}\n`);
  console.log(`→ ${file}`);
}

await main(process.argv.slice(2));
