import test from 'ava';
import { fileLaws, sourceFiles } from './file-laws.ts';
import { sample } from './sample.ts';

const opening = '/** What it is. */\n';
/** Put together here, for this file keeps the laws too. */
const skip = 'skip';
const only = 'only';
const todo = ['TO', 'DO'].join('');
const long = (count: number) => opening + 'export {};\n'.repeat(count);

/** Start of the law's name → files that break it, and the place that it must name. */
const breaches: readonly [law: string, files: Record<string, string>, place: string][] = [
  ['始めに説明', { 'src/store/a.ts': 'export {};\n' }, 'src/store/a.ts'],
  ['始めに説明', { 'test/clauses/4.5.3.test.ts': 'export {};\n' }, 'test/clauses/4.5.3.test.ts'],
  ['400 行', { 'src/store/a.ts': long(400) }, 'src/store/a.ts (401)'],
  ['中央値', { 'src/store/a.ts': long(90), 'src/store/b.ts': opening, 'src/store/c.ts': long(85) }, 'median 86, p90 91'],
  ['名のある部屋', { 'src/store/utils.ts': opening }, 'src/store/utils.ts'],
  ['名のある部屋', { 'src/helpers/name.ts': opening }, 'src/helpers/name.ts'],
  ['試験には相手', { 'test/store/gone.test.ts': opening }, 'test/store/gone.test.ts'],
  ['試験には相手', { 'test/clauses/4.9.1.test.ts': opening }, 'test/clauses/4.9.1.test.ts'],
  ['試験を飛ばさない', { 'test/a.test.ts': `${opening}test.${skip}('x', t => t.pass());\n` }, 'test/a.test.ts:2'],
  ['試験を飛ばさない', { 'test/a.test.ts': `${opening}test.serial.${only}('x', t => t.pass());\n` }, 'test/a.test.ts:2'],
  ['宿題', { 'src/store/a.ts': `${opening}// ${todo}: later\n` }, 'src/store/a.ts:2'],
  ['時計', { 'src/store/a.ts': `${opening}export const now = new Date();\n` }, 'src/store/a.ts:2'],
  ['方針は同期', { 'policy/rules/a.ts': `${opening}export async function judge() {}\n` }, 'policy/rules/a.ts:2'],
  ['ホームサーバの道', { 'src/admin/a.ts': `${opening}export const path = '/_matrix/client/v3/sync';\n` }, 'src/admin/a.ts:2'],
];

for (const [at, [start, files, place]] of breaches.entries()) {
  test(`${at + 1} ${start}: ${place} is found`, (t) => {
    const top = sample(t, files);
    const law = fileLaws.find(({ name }) => name.startsWith(start));
    t.deepEqual(law?.find(sourceFiles(top), top), [place]);
  });
}

test('every law has a sample that breaks it', (t) => {
  for (const law of fileLaws) t.true(breaches.some(([start]) => law.name.startsWith(start)), law.name);
});

test('a small clean house breaks none', (t) => {
  const files = {
    'src/store/a.ts': `${opening}// It says "new Date()" in a comment only.\nexport const at = (ms: number) => new Date(ms);\n`,
    'test/store/a.test.ts': "import test from 'ava';\n",
    'test/store/a.aspect.test.ts': "import test from 'ava';\n",
    'test/clauses/4.5.3.test.ts': opening,
    'policy/rules/a.ts': opening,
  };
  const top = sample(t, files);
  t.deepEqual(fileLaws.flatMap(law => law.find(sourceFiles(top), top)), []);
});
