/** `sekisho routes`: the table of every operation and what becomes of it (4.3.2). */
import { routeTable } from '#gateway/route-table.ts';
import { readArgs, type Command } from './command.ts';

export const routes: Command = {
  name: 'routes',
  summary: 'すべての操作とその扱いの表 / the table of every operation and what becomes of it',
  usage: '[--json]\n    --json  JSON で出す / print JSON',
  example: 'sekisho routes | grep refuse',
  async run(args) {
    const { values } = readArgs({ args, options: { json: { type: 'boolean' } } });
    const rows = routeTable();
    if (values.json) {
      console.log(JSON.stringify(rows, null, 2));
      return 0;
    }
    const columns = ['handling', 'access', 'method', 'path', 'operation'] as const;
    const widths = columns.map((column) => Math.max(column.length, ...rows.map((row) => row[column].length)));
    const line = (cells: readonly string[], note: string) => `${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ')}  ${note}`.trimEnd();
    console.log(line(columns, 'note'));
    for (const row of rows) console.log(line(columns.map((column) => row[column]), `${row.rules.length === 0 ? '' : `[${row.rules.join(', ')}] `}${row.note}`));
    return 0;
  },
};
