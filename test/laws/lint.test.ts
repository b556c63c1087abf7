import { readFileSync } from 'node:fs';
import test, { type ExecutionContext } from 'ava';
import { lint } from './lint.ts';
import { sample } from './sample.ts';

const clean = '/** A clean file. */\nexport const one = 1;\n';

test('a clean file passes', (t) => {
  t.deepEqual(lint(folder(t, { 'src/gateway/clean.ts': clean })), []);
});

test('forbidden calls are found, and the message names the substitute', (t) => {
  const calls = '[Date.now(), Math.random(), process.env.HOME, fetch("http://127.0.0.1"), performance.now(), randomUUID()]';
  const text = `/** x */\nimport { randomUUID } from 'node:crypto';\nexport const all: unknown[] = ${calls};\n`;
  const problems = lint(folder(t, { 'src/gateway/sample.ts': text }));
  for (const substitute of ['Clock of #lib/clock.ts', 'Use #lib/random.ts', 'only src/config reads the environment', 'Ask the homeserver through #homeserver'])
    t.true(problems.some(problem => problem.includes(substitute)), `${substitute}\n${problems.join('\n')}`);
});

test('the rooms that may, may', (t) => {
  const files = {
    'src/lib/clock.ts': '/** x */\nexport const now = () => Date.now();\n',
    'src/config/environment.ts': '/** x */\nexport const home = process.env["HOME"];\n',
    'test/a.test.ts': '/** x */\nexport const home = [process.env["HOME"], Math.random()];\n',
  };
  t.deepEqual(lint(folder(t, files)), []);
});

test('a promise that nobody awaits is found, so lint sees the types', (t) => {
  const text = '/** x */\nasync function act(): Promise<void> {}\nexport function start(): void {\n  act();\n}\n';
  const problems = lint(folder(t, { 'src/gateway/floating.ts': text }));
  t.true(problems.some(problem => problem.includes('no-floating-promises')), problems.join('\n'));
});

/** Overrides are for folders beside the rules, so the sample has them at its own top. */
function folder(t: ExecutionContext, files: Record<string, string>): string {
  const tsconfig = JSON.stringify({ compilerOptions: { strict: true, target: 'es2024', module: 'nodenext', types: [] }, include: ['src', 'test'] });
  return sample(t, { ...files, 'tsconfig.json': tsconfig, '.oxlintrc.json': readFileSync('.oxlintrc.json', 'utf8') });
}
