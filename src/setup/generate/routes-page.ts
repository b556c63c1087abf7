/** `docs/routes.md`: what becomes of every operation (4.3.2), from the route table itself. */
import { routeTable } from '#gateway/route-table.ts';
import type { Generator } from './generator.ts';

const handlings = { forward: '転送 / forwarded', answer: '応答 / answered', refuse: '拒否 / refused' } as const;

export const routesPage: Generator = () => {
  const rows = routeTable();
  const count = (handling: keyof typeof handlings) => rows.filter((row) => row.handling === handling).length;
  return {
    path: 'docs/routes.md',
    text: [
      '# 全操作の判定表 / The route table',
      '',
      `Matrix 仕様 1.19 の全操作と、今の Element が使うその他の操作 ${rows.length} 件: 転送 ${count('forward')}、応答 ${count('answer')}、拒否 ${count('refuse')}。ここにない経路はすべて断ります。`,
      '`sekisho routes` が同じ表を示します。規則は `policy/rules/` のファイル名です。`npm run generate` が作ります。',
      '',
      '| 扱い / handling | 操作 / operation | 経路 / path | 誰が / who | 規則 / rules | 理由 / why |',
      '|---|---|---|---|---|---|',
      ...rows.map((row) => `| ${handlings[row.handling]} | \`${row.operation}\` | \`${row.method} ${row.path}\` | ${row.access} | ${row.rules.join(', ')} | ${row.note} |`),
      '',
    ].join('\n'),
  };
};
