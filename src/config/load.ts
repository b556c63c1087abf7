/**
 * Reads the configuration and says everything that is wrong with it at once: each error names the key, the line and the cure,
 * for the person who reads it is in the middle of setting up a city.
 */
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { descriptionOf, partsOf } from './describe.ts';
import { problemsOf, syntaxProblem, type Problem } from './problems.ts';
import { schema, type Config } from './schema.ts';

export class ConfigError extends Error {
  readonly problems: readonly Problem[];

  constructor(file: string, problems: readonly Problem[]) {
    super([
      `設定ファイルに ${problems.length} 件の誤りがあります / ${problems.length} error(s) in the configuration: ${file}`,
      ...problems.map(({ line, key, message, cure }) => `  ${line} 行目 / line ${line}: ${key}${key === '' ? '' : ': '}${message}${cure === '' ? '' : `\n    → ${cure}`}`),
    ].join('\n'));
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/** @throws ConfigError with every error of the file. Paths of the result are absolute. */
export function loadConfig(file: string): Config {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new ConfigError(file, [{ line: 0, key: '', message: 'ファイルを読めません / cannot be read', cure: '`sekisho init` で作るか、--config で場所を示してください / make one with `sekisho init`, or name it with --config' }]);
  }
  return parseConfig(text, file);
}

/** As `loadConfig`, of a text that is to be (or was) written to `file`. */
export function parseConfig(text: string, file: string): Config {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  if (document.errors.length > 0) throw new ConfigError(file, document.errors.map(syntaxProblem));
  const data = withoutEmpty(document.toJS()) ?? {};
  const result = schema.safeParse(data);
  if (!result.success) throw new ConfigError(file, problemsOf(result.error.issues, document, data, lines));
  return resolvePaths(schema, result.data, dirname(resolve(file))) as Config;
}

/** A key without a value (a section whose keys are all commented out) is as good as absent. */
function withoutEmpty(value: unknown): unknown {
  if (value === null) return undefined;
  if (typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutEmpty(inner)]));
}

function resolvePaths(part: z.ZodType, value: unknown, folder: string): unknown {
  if (typeof value === 'string') return descriptionOf(part)?.file ? resolve(folder, value) : value;
  const parts = value === undefined ? null : partsOf(part, value);
  if (parts === null) return value;
  return Object.fromEntries(Object.entries(value as object).map(([key, inner]) => [key, parts[key] === undefined ? inner : resolvePaths(parts[key], inner, folder)]));
}
