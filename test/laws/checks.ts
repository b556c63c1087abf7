/** Every check that is no test: generated files, types, lint, the laws. `test/run.ts` runs them before the tests. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { staleFiles } from '../../src/setup/generate.ts';
import { fileLaws, sourceFiles } from './file-laws.ts';
import { checkImports } from './import-laws.ts';
import { lint } from './lint.ts';

const top = join(import.meta.dirname, '../..');

export interface Check {
  name: string;
  /** What is wrong, a line each; nothing when all is well. */
  run(): Promise<string[]> | string[];
}

function types(): string[] {
  const { stdout, stderr, status } = spawnSync(process.execPath, [join(top, 'node_modules/typescript/bin/tsc'), '-p', top, '--pretty', 'false'], { cwd: top, encoding: 'utf8' });
  return status === 0 ? [] : `${stdout}${stderr}`.trim().split('\n');
}

async function imports(): Promise<string[]> {
  const { modules, problems } = await checkImports(top, ['src', 'policy']);
  return modules < 20 ? [`only ${modules} modules were seen: the check itself is broken`] : problems;
}

const files = sourceFiles(top);

export const checks: readonly Check[] = [
  { name: '生成物は最新 / generated files are current', run: async () => (await staleFiles()).map(file => `${file.path}: npm run generate`) },
  { name: '型 / types', run: types },
  { name: '文体 / lint', run: () => lint(top) },
  { name: '部屋の上下 / who imports whom', run: imports },
  ...fileLaws.map(law => ({ name: law.name, run: () => law.find(files, top).map(place => `${place}: ${law.cure}`) })),
];
