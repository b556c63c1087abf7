/** Types over the table of operations: which of them belong to a chapter, which to clients. */
import type { FurtherOperation } from './further-operations.ts';
import type { Operation, operations } from './operations.ts';

/** Operations of other APIs (server-server, application services …) bear their API's name before a slash. */
export type ForeignOperation = Extract<Operation, `${string}/${string}`>;

/** The client-server operations of the named chapters: a new one in the specification does not compile until it is decided. */
export type OperationOf<Chapter extends string> = {
  [K in Exclude<Operation, ForeignOperation>]: (typeof operations)[K]['chapter'] extends Chapter ? K : never;
}[Exclude<Operation, ForeignOperation>];

/** Everything that the gateway decides. */
export type AnyOperation = Operation | FurtherOperation;
