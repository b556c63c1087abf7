/** Makes of a schema's complaint what a person needs: the key, the line, what is wrong, how it is cured. */
import { isMap, isScalar, isSeq, type Document, type LineCounter, type Node, type YAMLParseError } from 'yaml';
import type { z } from 'zod';
import { descriptionOf, partsOf } from './describe.ts';
import { schema } from './schema.ts';

export interface Problem {
  /** From 1; 0 when the file has no line for it. */
  line: number;
  /** As `zones.lgwan.port`; empty for the file as a whole. */
  key: string;
  message: string;
  cure: string;
}

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

export function syntaxProblem(error: YAMLParseError): Problem {
  return {
    line: error.linePos?.[0].line ?? 0,
    key: '',
    message: `YAML として読めません / is not valid YAML: ${error.message.split('\n')[0]?.replace(/ at line .*$/, '')}`,
    cure: '字下げ（空白 2 文字）、コロンの後の空白、同じキーの重複を確かめてください / check indentation, the space behind colons, keys that stand twice',
  };
}

/** One problem an issue (one an unknown key), in the order of the lines. */
export function problemsOf(issues: readonly Issue[], document: Document, data: unknown, lines: LineCounter): Problem[] {
  const at = (path: Path) => ({ line: lineOf(document, path, lines), key: path.map(String).join('.') });
  return issues.flatMap((issue): Problem[] => {
    if (issue.code !== 'unrecognized_keys') return [{ ...at(issue.path), message: messageOf(issue, data), cure: cureOf(issue.path, data) }];
    const known = Object.keys(partsAt(issue.path, data) ?? {});
    return issue.keys.map((key) => ({ ...at([...issue.path, key]), message: '知らないキーです / is not a known key', cure: suggestion(key, known) }));
  }).sort((a, b) => a.line - b.line);
}

function messageOf(issue: Issue, data: unknown): string {
  switch (issue.code) {
    case 'invalid_type':
      return valueAt(data, issue.path) === undefined ? '必要ですが、書かれていません / is missing' : `${typeNames[issue.expected] ?? issue.expected} を書いてください / must be ${issue.expected}`;
    case 'invalid_value':
      return `${issue.values.map(String).join(' / ')} のどれかを書いてください / must be one of them`;
    case 'invalid_union':
      return `${('options' in issue && Array.isArray(issue.options) ? issue.options : []).map(String).join(' / ')} のどれかを書いてください / must be one of them`;
    case 'too_small':
      return issue.origin === 'string' || issue.origin === 'array' ? '空にはできません / must not be empty' : `${issue.minimum} 以上にしてください / must be at least ${issue.minimum}`;
    case 'too_big':
      return `${issue.maximum} 以下にしてください / must be at most ${issue.maximum}`;
    default:
      return issue.message;
  }
}

const typeNames: Record<string, string> = { string: '文字列', number: '数', int: '整数', object: '下位のキー', array: '一覧', boolean: 'true か false' };

function cureOf(path: Path, data: unknown): string {
  const part = schemaAt(path, data);
  const description = part === null ? undefined : descriptionOf(part);
  if (description === undefined) return '';
  const example = description.example === undefined ? '' : ` (${String(path.at(-1))}: ${description.example})`;
  return `${description.ja} / ${description.en}${example}`;
}

function suggestion(key: string, known: readonly string[]): string {
  const [nearest] = known.map((name) => ({ name, far: distance(key, name) })).sort((a, b) => a.far - b.far);
  if (nearest !== undefined && nearest.far <= Math.max(2, key.length / 3)) return `${nearest.name} のことですか / did you mean ${nearest.name}?`;
  return known.length === 0 ? '取り除いてください / take it out' : `取り除くか、次のどれかにしてください / take it out, or use one of: ${known.join(', ')}`;
}

/** How many letters must be put in, taken out or replaced (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (const [i, letter] of [...a].entries()) {
    row = row.reduce<number[]>((next, above, j) => {
      next.push(j === 0 ? i + 1 : Math.min(above + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (letter === b[j - 1] ? 0 : 1)));
      return next;
    }, []);
  }
  return row.at(-1) ?? 0;
}

function valueAt(data: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | null | undefined)?.[key], data);
}

function schemaAt(path: Path, data: unknown): z.ZodType | null {
  let part: z.ZodType | null = schema;
  for (const [depth, key] of path.entries()) {
    const inside: z.ZodType | undefined = partsOf(part, valueAt(data, path.slice(0, depth)))?.[String(key)];
    // An element of a list, or the word that chooses: the list or the choice describes it.
    if (inside === undefined) return part;
    part = inside;
  }
  return part;
}

function partsAt(path: Path, data: unknown): Record<string, z.ZodType> | null {
  const part = schemaAt(path, data);
  return part === null ? null : partsOf(part, valueAt(data, path));
}

/** The line of a key; where it is missing, that of the section that should have it. */
function lineOf(document: Document, path: Path, lines: LineCounter): number {
  let node: Node | null = document.contents;
  let offset = node?.range?.[0];
  for (const key of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(key));
      if (pair === undefined) break;
      offset = (pair.key as Node).range?.[0];
      node = pair.value as Node | null;
    } else if (isSeq(node)) {
      node = (node.items[Number(key)] ?? null) as Node | null;
      offset = node?.range?.[0] ?? offset;
    } else break;
  }
  return offset === undefined ? 0 : lines.linePos(offset).line;
}
