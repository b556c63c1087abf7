/** The laws of the house that concern files (architecture, "A file"; style, "Measured"), as far as imports and lint do not hold them. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface SourceFile {
  path: string;
  text: string;
  /** The text with its comments blanked, so that a law about code is not broken by a sentence about it. */
  code: string;
}

export interface FileLaw {
  name: string;
  /** What to do instead. */
  cure: string;
  /** The places that break it, as `path` or `path:line`. */
  find(files: readonly SourceFile[], top: string): string[];
}

const product = (file: SourceFile) => /^(src|policy)\//.test(file.path);
const lines = (file: SourceFile) => file.text.split('\n').length - 1;

/** A law that a pattern in the code of the files that `applies` breaks. */
function unwritten(name: string, pattern: RegExp, applies: (file: SourceFile) => boolean, cure: string, where: 'code' | 'text' = 'code'): FileLaw {
  const find = (files: readonly SourceFile[]) =>
    files.filter(applies).flatMap(file => file[where].split('\n').flatMap((line, at) => (pattern.test(line) ? [`${file.path}:${at + 1}`] : [])));
  return { name, cure, find };
}

/** The file that a test is about, or the reason that it needs none; null for an orphan. */
function mirrored(path: string, top: string): string | null {
  const subject = path.replace(/^test\//, '').replace(/\.test\.ts$/, '');
  if (/^clauses\/4\.[1-5]\.\d+$/.test(subject) || subject === 'policy/cases') return 'a clause';
  // A long test may have a file for each of its aspects: audit-log.processes.test.ts.
  const file = subject.replace(/(?<=\/[^/]+)\.[^./]+$/, '');
  const places = [`src/${file}.ts`, `src/${file}.mjs`, `${file}.ts`, `test/${file}.ts`];
  return places.find(place => existsSync(join(top, place))) ?? null;
}

function share(sorted: readonly number[], part: number): number {
  return sorted[Math.floor(sorted.length * part)] ?? 0;
}

export const fileLaws: readonly FileLaw[] = [
  {
    name: '始めに説明 / a file opens with a comment',
    cure: 'Open with one comment: the clause or section, what the file promises, why.',
    // A test that mirrors a file says with its name what it is about.
    find: files => files.filter(file => !/^test\/(?!clauses\/).*\.test\.ts$/.test(file.path) && !/^(#!.*\n)?\s*\/[*/]/.test(file.text)).map(file => file.path),
  },
  {
    name: '400 行まで / no file over 400 lines',
    cure: 'Split it where it has two subjects.',
    find: files => files.filter(file => product(file) && lines(file) > 400).map(file => `${file.path} (${lines(file)})`),
  },
  {
    name: '中央値 80 行、九割が 250 行まで / median under 80 lines, nine of ten under 250',
    cure: 'Split the longest files.',
    find(files) {
      const sorted = files.filter(product).map(lines).sort((a, b) => a - b);
      const median = share(sorted, 0.5);
      const ninth = share(sorted, 0.9);
      return median < 80 && ninth < 250 ? [] : [`median ${median}, p90 ${ninth}`];
    },
  },
  {
    name: '名のある部屋 / no room or file is named after nothing',
    cure: 'Name it after what it does; put the function beside its only caller.',
    find: files => files.filter(file => /(^|\/)(utils?|helpers?|common|misc|types|index|x)(\/|\.(d\.)?m?[jt]s$)/.test(file.path)).map(file => file.path),
  },
  {
    name: '試験には相手がある / every test mirrors a file or a clause',
    cure: 'test/room/file.test.ts (or file.aspect.test.ts) is about src/room/file.ts, test/clauses/4.5.3.test.ts about a clause: move or rename the test.',
    find: (files, top) => files.filter(file => file.path.endsWith('.test.ts') && mirrored(file.path, top) === null).map(file => file.path),
  },
  unwritten('試験を飛ばさない / no test is skipped', /\btest(\.\w+)*\.(only|skip|todo|failing)\b/, file => file.path.startsWith('test/'), 'Make it pass, or take it away.'),
  unwritten('宿題を残さない / nothing is left to do', /\b(TOD[O]|FIXM[E]|XX[X])\b/, () => true, 'Do it now, or write an issue.', 'text'),
  unwritten(
    '時計は渡す / the clock is a parameter',
    /\bnew Date\(\s*\)|\bDate\(\)/,
    file => product(file) && !/^src\/(lib|setup)\//.test(file.path),
    'Take the clock as a parameter (Clock of #lib/clock.ts).',
  ),
  unwritten(
    '方針は同期 / policy neither waits nor reads',
    /\b(async|await|Promise|setTimeout|process)\b/,
    file => file.path.startsWith('policy/'),
    'A rule is pure: facts in, decision out. Gather what it needs in gateway/facts.',
  ),
  unwritten(
    'ホームサーバの道は matrix と homeserver だけ / only matrix and homeserver know the paths',
    /['"`]\/_matrix\//,
    file => product(file) && !/^src\/(matrix|homeserver|setup)\//.test(file.path),
    'Name the operation (#matrix/operations.ts), or ask #homeserver.',
  ),
];

/** Blanks comments, and keeps the lines. A `//` inside a string is preceded by a colon or a quote, never by a space. */
function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, comment => comment.replaceAll(/[^\n]/g, ' ')).replaceAll(/(^|\s)\/\/.*$/gm, '');
}

/** Every source file that the laws are about. */
export function sourceFiles(top: string): SourceFile[] {
  const paths = globSync(['src/**/*.{ts,mjs}', 'policy/**/*.ts', 'test/**/*.ts', 'bench/**/*.ts'], { cwd: top, exclude: ['src/setup/vendor/**'] });
  return paths.sort().map(path => {
    const text = readFileSync(join(top, path), 'utf8');
    return { path, text, code: withoutComments(text) };
  });
}
