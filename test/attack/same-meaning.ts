/**
 * Whether the gateway and Synapse mean the same by what was let through: a request that was forwarded as one operation must not
 * go to a Synapse handler that serves an operation which is judged, answered by Sekisho or refused.
 */
import { routes, type RouteTableRow } from '#gateway/route-table.ts';
import type { AnyOperation } from '#matrix/operation-of.ts';
import { partsOf, type AttackResult } from './attack.ts';
import { plain } from './disguises.ts';
import type { Finding } from './oracle.ts';
import { synapseHandlerOf } from './synapse-handlers.ts';

/** Forwarded without a look at the body; whatever else a row is, it is stricter. */
function isFree(operation: string): boolean {
  const route = routes[operation as AnyOperation];
  return route.handling === 'forward' && !('body' in route && route.body === 'judged');
}

export async function differentMeanings(homeserverFolder: string, table: readonly RouteTableRow[], reached: AttackResult['reachedPaths'], rowOf: (method: string, target: string) => RouteTableRow | null): Promise<Finding[]> {
  const rows = table.filter(({ operation }) => operation in routes);
  const handlers = await synapseHandlerOf(homeserverFolder, [...rows.map((row) => [row.method, plain(partsOf(row.path))] as const), ...reached.values()]);
  const serves = new Map<string, string[]>();
  for (const [i, row] of rows.entries()) {
    const handler = handlers[i];
    if (handler !== null && handler !== undefined) serves.set(`${row.method} ${handler}`, [...(serves.get(`${row.method} ${handler}`) ?? []), row.operation]);
  }
  return [...reached.values()].flatMap(([method, path], i): Finding[] => {
    const handler = handlers[rows.length + i] ?? null;
    const operation = rowOf(method, path)?.operation ?? '';
    const meant = serves.get(`${method} ${handler}`) ?? [];
    // Nobody's handler answers 404.
    if (handler === null || meant.includes(operation) || meant.every(isFree)) return [];
    return [{ kind: 'another_meaning', what: `${method} ${path}: ${operation} / ${handler} (${meant.join(', ')})` }];
  });
}
