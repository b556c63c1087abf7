/** Operations of other APIs: none is for a client. Federation, application services and identity servers never answer here. */
import type { ForeignOperation } from '#matrix/operation-of.ts';
import { operations } from '#matrix/operations.ts';
import type { RefusedRoute } from '../route.ts';
import { refuse } from './rows.ts';

const row = refuse('クライアントのための操作ではない / not an operation for clients');

export const foreign = Object.fromEntries(
  Object.keys(operations).filter((name) => name.includes('/')).map((name) => [name, row]),
) as Record<ForeignOperation, RefusedRoute>;
