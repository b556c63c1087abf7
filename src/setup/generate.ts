/** `npm run generate`: writes every generated file; with `--check` it writes nothing and fails if one is not current. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { adminOpenapi } from './generate/admin-openapi.ts';
import type { GeneratedFile, Generator } from './generate/generator.ts';
import { operations } from './generate/operations.ts';
import { reasonsPage } from './generate/reasons-page.ts';
import { routesPage } from './generate/routes-page.ts';
import { sampleConfigFile } from './generate/sample-config.ts';

/** Every generator stands here; nothing registers itself. */
const generators: readonly Generator[] = [operations, sampleConfigFile, adminOpenapi, reasonsPage, routesPage];

const top = join(import.meta.dirname, '../..');

function current(file: GeneratedFile): boolean {
  try {
    return readFileSync(join(top, file.path), 'utf8') === file.text;
  } catch {
    return false;
  }
}

/** The generated files that differ from what their generators make now. */
export async function staleFiles(): Promise<GeneratedFile[]> {
  const files = await Promise.all(generators.map(async generate => generate()));
  return files.filter(file => !current(file));
}

if (import.meta.main) {
  const stale = await staleFiles();
  const check = process.argv.includes('--check');
  for (const file of stale) {
    if (check) console.error(`${file.path}: 生成し直してください / not current, run: npm run generate`);
    else {
      mkdirSync(dirname(join(top, file.path)), { recursive: true });
      writeFileSync(join(top, file.path), file.text);
      console.log(`${file.path}: 生成しました / written`);
    }
  }
  if (check && stale.length > 0) process.exitCode = 1;
}
