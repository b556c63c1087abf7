/**
 * The report of the attack suite: each test leaves its part, and `npm run attack` makes one page of them, for the auditor who
 * asks what was tried (4.3.4).
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GroupCount } from './attack.ts';

export interface Part {
  part: string;
  title: string;
  seconds: number;
  groups: GroupCount[];
  /** How many may reach the homeserver, where that is known beforehand. */
  expected?: number;
  findings: string[];
  /** What else is worth knowing, a line each. */
  notes?: string[];
  synapse?: string;
}

/** Where the parts go; nowhere in an ordinary run of the tests. */
const folder = process.env['SEKISHO_ATTACK_REPORT'];

export function writePart(part: Part): void {
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${part.part}.part.json`), JSON.stringify(part));
}

/** @param failed tests of the suite that failed. @returns the page's path */
export function writeReport(into: string, failed: number): string {
  const parts = readdirSync(into).filter((name) => name.endsWith('.part.json')).sort().map((name) => JSON.parse(readFileSync(join(into, name), 'utf8')) as Part);
  const page = join(into, 'report.md');
  writeFileSync(join(into, 'report.json'), `${JSON.stringify({ failed, parts }, null, 2)}\n`);
  writeFileSync(page, pageOf(parts, failed));
  return page;
}

function pageOf(parts: readonly Part[], failed: number): string {
  const findings = parts.flatMap((part) => part.findings);
  const sent = sum(parts.flatMap(({ groups }) => groups.map((group) => group.sent)));
  const synapse = parts.find((part) => part.synapse !== undefined)?.synapse ?? '–';
  return [
    '# 攻撃試験の記録 / Report of the attack suite', '',
    '関所を通らずにホームサーバへ届く道がないかを、動いている関所に実際に要求を送って確かめた結果です（4.3.4）。読み方は docs/attack-suite.md にあります。',
    'What happened when a running Sekisho was sent everything that might get round it. docs/attack-suite.md says how to read this.', '',
    `- 結果 / result: ${findings.length === 0 && failed === 0 ? '**抜け道なし / no way round**' : `**問題 ${Math.max(findings.length, failed)} 件 / problems**`}`,
    `- 要求 / requests: ${sent}`,
    `- 許されないのに届いた要求 / reached the homeserver though not allowed: ${findings.length}`,
    `- Synapse: ${synapse}`,
    `- 時間 / duration: ${Math.round(sum(parts.map(({ seconds }) => seconds)))} s`, '',
    ...parts.flatMap(section),
  ].join('\n');
}

function section({ title, groups, expected, findings, notes = [], seconds }: Part): string[] {
  return [
    `## ${title}`, '',
    '| 試した形 / tried | 要求 / requests | 届いた（許された形だけ）/ reached, as allowed |', '|---|---:|---:|',
    ...groups.map(({ group, sent, reached }) => `| ${group.replaceAll('|', '\\|')} | ${sent} | ${reached} |`), '',
    ...(expected === undefined ? [] : [`届いてよい数 / allowed to reach: ${expected}`, '']),
    ...notes.map((note) => `- ${note}`), ...(notes.length > 0 ? [''] : []),
    findings.length === 0 ? '問題なし / nothing found' : findings.slice(0, 200).map((finding) => `- ${finding}`).join('\n'), '',
    `(${Math.round(seconds)} s)`, '',
  ];
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);
