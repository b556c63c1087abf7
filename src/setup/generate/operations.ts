/** Makes `src/matrix/operations.ts` from the specification's list of endpoints, so that no operation can be forgotten. */
import { readFileSync } from 'node:fs';
import { generatedNote, type GeneratedFile } from './generator.ts';

const source = new URL('../../matrix/matrix-endpoints-v1.19.tsv', import.meta.url);

interface Row {
  api: string;
  method: string;
  path: string;
  operation: string;
  chapter: string;
  deprecated: boolean;
  since: string;
  also: string[];
}

const quote = (text: string) => `'${text}'`;

function parse(line: string): Row {
  const [api, method, path, operation, file, deprecated, , since] = line.split('\t').map(cell => cell.trim());
  if (!api || !method || !path || !operation || !file) throw new Error(`A line of the list of endpoints is cut: ${line}`);
  return { api, method, path, operation, chapter: file.replace(/\.yaml$/, ''), deprecated: deprecated !== '', since: since ?? '', also: [] };
}

/** Two operations may share method and path (inviting by user ID or by e-mail is told apart by the body alone): one entry stands for both. */
function merge(rows: Row[]): Row[] {
  const byForm = new Map<string, Row>();
  for (const row of rows) {
    const form = `${row.api} ${row.method} ${row.path}`;
    const first = byForm.get(form);
    if (first) first.also.push(row.operation);
    else byForm.set(form, row);
  }
  return [...byForm.values()];
}

function entry(row: Row): string {
  const key = row.api === 'client-server' ? row.operation : `${row.api}/${row.operation}`;
  const fields = [`method: ${quote(row.method)}`, `path: ${quote(row.path)}`, `chapter: ${quote(row.chapter)}`, `deprecated: ${row.deprecated}`];
  if (row.since) fields.push(`since: ${quote(row.since)}`);
  if (row.also.length > 0) fields.push(`also: [${row.also.map(quote).join(', ')}]`);
  return `  ${/^\w+$/.test(key) ? key : quote(key)}: { ${fields.join(', ')} },`;
}

export function operations(): GeneratedFile {
  const rows = merge(readFileSync(source, 'utf8').split('\n').filter(line => line.trim() !== '').map(parse));
  const text = `/** Every operation of the Matrix specification 1.19: the table that the gateway must decide completely (4.1.3). ${generatedNote} */

/** One form of a request: \`{name}\` in the path stands for one segment. */
export interface OperationForm {
  method: 'DELETE' | 'GET' | 'POST' | 'PUT';
  path: string;
  /** The specification's chapter, as its file is called. */
  chapter: string;
  deprecated: boolean;
  /** The version of the specification that brought it, where it says so. */
  since?: string;
  /** Other operations of the same form. */
  also?: readonly string[];
}

export const operations = {
${rows.map(entry).join('\n')}
} as const satisfies Record<string, OperationForm>;

export type Operation = keyof typeof operations;
`;
  return { path: 'src/matrix/operations.ts', text };
}
