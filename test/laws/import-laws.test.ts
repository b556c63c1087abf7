import test from 'ava';
import { checkImports } from './import-laws.ts';
import { sample } from './sample.ts';

const imports = { '#policy/*': './policy/*', '#gateway/*': './src/gateway/*', '#admin/*': './src/admin/*', '#store/*': './src/store/*', '#lib/*': './src/lib/*' };
const house = {
  'package.json': JSON.stringify({ name: 'house', type: 'module', imports, dependencies: { knex: '1', zod: '1' }, devDependencies: { tool: '1' } }),
  'node_modules/knex/index.js': 'module.exports = {};',
  'node_modules/zod/index.js': 'module.exports = {};',
  'node_modules/tool/index.js': 'module.exports = {};',
  'src/store/store.ts': "import knex from 'knex';\nimport { clock } from '#lib/clock.ts';\nexport const store = [knex, clock];\n",
  'src/lib/clock.ts': 'export const clock = 1;\n',
  'src/gateway/gate.ts': "import { store } from '#store/store.ts';\nexport const gate = store;\nexport interface Gate { open: boolean }\n",
  'policy/facts.ts': "import { z } from 'zod';\nexport const facts = z;\n",
};

test('a house that keeps the laws passes, and its modules were seen', async (t) => {
  t.deepEqual(await checkImports(sample(t, house), ['src', 'policy']), { modules: 4, problems: [] });
});

/** What is added, and what the one problem must say. */
const breaches: readonly [path: string, text: string, law: string][] = [
  ['src/store/up.ts', "import { gate } from '#gateway/gate.ts';\nexport const up = gate;\n", 'looks downwards'],
  ['src/store/up-type.ts', "import type { Gate } from '#gateway/gate.ts';\nexport type Up = Gate;\n", 'looks downwards'],
  ['src/gateway/sees-admin.ts', "import { a } from '#admin/a.ts';\nexport const b = a;\n", 'admin never sees gateway'],
  ['src/admin/sees-gateway.ts', "import { gate } from '#gateway/gate.ts';\nexport const b = gate;\n", 'admin never sees gateway'],
  ['src/gateway/direct.ts', "import { clock } from '../lib/clock.ts';\nexport const b = clock;\n", 'from afar through #room'],
  ['src/gateway/rows.ts', "import knex from 'knex';\nexport const b = knex;\n", 'only there'],
  ['policy/rule.ts', "import { clock } from '#lib/clock.ts';\nexport const b = clock;\n", 'policy is pure'],
  ['policy/zod.ts', "import { z } from 'zod';\nexport const b = z;\n", 'policy is pure'],
  ['policy/settings.ts', "import { readFileSync } from 'node:fs';\nexport const b = readFileSync;\n", 'uses zod alone'],
  ['src/gateway/circle.ts', "import { self } from './circle-b.ts';\nexport const other = self;\n", 'no circle'],
  ['src/gateway/tool.ts', "import tool from 'tool';\nexport const b = tool;\n", 'no development tools'],
  ['src/gateway/lost.ts', "import { gone } from './gone.ts';\nexport const b = gone;\n", 'everything imported exists'],
];

for (const [path, text, law] of breaches) {
  test(`${path} breaks: ${law}`, async (t) => {
    const others = { 'src/admin/a.ts': 'export const a = 1;\n', 'src/gateway/circle-b.ts': "import { other } from './circle.ts';\nexport const self: unknown = other;\n" };
    const used = Object.fromEntries(Object.entries(others).filter(([name]) => text.includes(name.split('/').at(-1)!)));
    const { problems } = await checkImports(sample(t, { ...house, ...used, [path]: text }), ['src', 'policy']);
    t.true(problems.some(problem => problem.includes(path) && problem.includes(law)), problems.join('\n'));
  });
}

test('a folder without modules is no proof', async (t) => {
  t.is((await checkImports(sample(t, { 'package.json': '{}', 'src/readme.txt': '' }), ['src'])).modules, 0);
});
