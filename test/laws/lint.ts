/** The linter as a check: oxlint with our rules, type-aware, one line a problem with what to do instead. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const house = join(import.meta.dirname, '../..');

interface Diagnostic {
  message: string;
  help?: string;
  code?: string;
  filename: string;
  labels: { span: { line: number } }[];
}

const line = ({ filename, labels, message, help, code }: Diagnostic) => `${filename}:${labels[0]?.span.line ?? 1}: ${[message, help].filter(Boolean).join(' ')} (${code ?? 'parser'})`;

/** The problems that lint finds in `folder`, by the rules that stand there. */
export function lint(folder: string): string[] {
  const { stdout, stderr, status } = spawnSync(process.execPath, [join(house, 'node_modules/oxlint/bin/oxlint'), '--format', 'json', '.'], { cwd: folder, encoding: 'utf8', maxBuffer: 1e8 });
  if (status === 0) return [];
  try {
    return (JSON.parse(stdout) as { diagnostics: Diagnostic[] }).diagnostics.map(line);
  } catch {
    return [`oxlint: ${stdout}${stderr}`];
  }
}
