/** The laws of the house that concern imports (architecture, "Laws"): who may see whom. Each says what to do instead. */
import { cruise, type ICruiseResult, type IRegularForbiddenRuleType } from 'dependency-cruiser';

/** The storeys of the house, from the top; rooms on one line share a storey. */
const storeys = [
  ['main', 'cli', 'demo', 'setup'],
  ['config'],
  ['gateway'],
  ['appservice'],
  ['admin'],
  ['http'],
  ['people'],
  ['identity'],
  ['decisions'],
  ['journal'],
  ['audit'],
  ['store'],
  ['homeserver'],
  ['model'],
  ['matrix'],
  ['lib'],
];

const inRooms = (rooms: readonly string[]) => `^src/(${rooms.join('|')})(/|\\.ts$)`;

type Forbidden = Omit<IRegularForbiddenRuleType, 'severity'> & { name: string; comment: string };

const upwards: Forbidden[] = storeys.slice(1).map((rooms, at) => ({
  name: `${rooms.join(', ')} 上を見ない / looks downwards`,
  comment: `A room imports from rooms below it only (here: not from ${storeys.slice(0, at + 1).flat().join(', ')}). Take what you need as a parameter, or move the shared noun to model.`,
  from: { path: inRooms(rooms) },
  to: { path: inRooms(storeys.slice(0, at + 1).flat()) },
}));

/** Only `rooms` may import `packages`. */
const only = (rooms: readonly string[], packages: readonly string[], comment: string): Forbidden => ({
  name: `${packages.join(', ')} は ${rooms.join(', ')} だけ / only there`,
  comment,
  from: { pathNot: inRooms(rooms) },
  to: { path: `(^|node_modules/)(${packages.join('|')})(/|$)` },
});

const others: Forbidden[] = [
  {
    name: 'policy は純粋 / policy is pure',
    comment: 'policy imports policy only, and zod in facts.ts and settings.ts. What a rule must know is a fact: gather it in gateway/facts.',
    from: { path: '^policy/', pathNot: '^policy/(facts|settings)\\.ts$' },
    to: { pathNot: '^policy/' },
  },
  {
    name: 'policy の語彙は zod だけ / the policy\'s vocabulary uses zod alone',
    comment: 'facts.ts and settings.ts import zod and policy, nothing else.',
    from: { path: '^policy/(facts|settings)\\.ts$' },
    to: { pathNot: ['^policy/', '(^|/)zod(/|$)'] },
  },
  {
    name: '管理とゲートウェイは別 / admin never sees gateway',
    comment: 'gateway and admin share through the rooms below them (identity, people, decisions), never directly.',
    from: { path: '^src/(admin|gateway)/' },
    to: { path: '^src/(admin|gateway)/', pathNot: '^src/$1/' },
  },
  {
    name: '環を作らない / no circle',
    comment: 'Move what both need into a file of its own.',
    from: {},
    to: { circular: true },
  },
  {
    name: '遠くは #room から / from afar through #room',
    comment: 'Write #room/file.ts when you import from another room.',
    from: { path: '^src/([^/]+)/' },
    to: { path: '^(src|policy)/', pathNot: ['^src/$1/', '^src/main\\.ts$'], dependencyTypesNot: ['aliased'] },
  },
  {
    name: '試験を製品に入れない / the product knows no tests',
    comment: 'Move what the product needs into src.',
    from: { path: '^(src|policy)/' },
    to: { path: '^(test|bench)/' },
  },
  {
    name: '開発用の道具を製品に入れない / no development tools in the product',
    comment: 'List the package under dependencies, or do without it.',
    from: { path: '^(src|policy)/', pathNot: '^src/setup/' },
    to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
  },
  {
    name: '無いものを読まない / everything imported exists',
    comment: 'Correct the path, or add the package.',
    from: {},
    to: { couldNotResolve: true },
  },
  only(['http', 'gateway', 'appservice', 'admin'], ['koa', '@koa/router'], 'Only what listens knows koa: hand the room plain values.'),
  only(['store'], ['knex', 'sqlite3', 'pg'], 'Ask a repository of src/store.'),
  only(['homeserver', 'gateway', 'demo', 'cli'], ['undici'], 'Ask the homeserver through #homeserver.'),
  only(['homeserver', 'appservice', 'config'], ['matrix-appservice-bridge'], 'Speak to the homeserver through #homeserver.'),
  only(['lib'], ['pino'], 'Take a Log of #lib/log.ts.'),
];

export const importLaws: readonly Forbidden[] = [...upwards, ...others];

export interface ImportReport {
  /** How many files of ours were read; none means that the tool saw nothing, which proves nothing. */
  modules: number;
  problems: string[];
}

/** Reads every file of `folders` below `top` and tells which imports break a law. */
export async function checkImports(top: string, folders: readonly string[]): Promise<ImportReport> {
  const forbidden = importLaws.map(law => ({ ...law, severity: 'error' as const }));
  const { output } = await cruise(
    [...folders],
    {
      baseDir: top,
      // With TypeScript 7 the default parser sees no module at all, and says that all is well.
      parser: 'swc',
      tsPreCompilationDeps: true,
      doNotFollow: { path: 'node_modules' },
      exclude: { path: ['^src/setup/vendor', '[.]d[.]mts$'] },
      validate: true,
      ruleSet: { forbidden },
    },
    { extensions: ['.ts', '.mjs', '.js', '.json'], conditionNames: ['import', 'node', 'default', 'types'], exportsFields: ['exports'] },
  );
  const { modules, summary } = output as ICruiseResult;
  const cures = new Map(importLaws.map(law => [law.name, law.comment]));
  const problems = summary.violations.map(({ from, to, rule }) => `${from} → ${to}: ${rule.name}. ${cures.get(rule.name) ?? ''}`);
  return { modules: modules.filter(module => /^(src|policy)\//.test(module.source)).length, problems };
}
