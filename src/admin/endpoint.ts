/**
 * One endpoint of the admin REST (contract.md): its method, path, scope, input, answers, documentation and handler in one place.
 * Validation and the OpenAPI document come from the same schemas, so that neither can say what the other does not.
 */
import type { z } from 'zod';
import type { AdminRooms } from './rooms.ts';
import type { Scope } from './scopes.ts';

export const prefix = '/_sekisho/admin/v1/';

/** Who calls, for the act and for the audit log. */
export interface Caller {
  /** A user ID, or `service_key:` and the key's id. */
  actor: string;
  /** The true client address. */
  address: string;
  /** What a service key may do; null for a person, whom the policy judges by role. */
  scopes: readonly Scope[] | null;
}

export interface Call<Params, Query, Body> {
  params: Params;
  query: Query;
  body: Body;
  caller: Caller;
  rooms: AdminRooms;
}

type Answers = Readonly<Record<number, z.ZodType>>;
type AnswerOf<A extends Answers> = { [S in keyof A]: { status: S; body: z.input<A[S]> } }[keyof A];

interface Definition<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType, A extends Answers> {
  method: Method;
  /** Below `prefix`; with a leading slash it stands for itself. `{name}` is one segment. */
  path: string;
  /** What it does, 日本語 / English. */
  summary: string;
  /** What a service key needs; null: open to everyone on the admin network, without a token. A `:read` scope changes nothing. */
  scope: Scope | null;
  params?: Params;
  query?: Query;
  body?: Body;
  answers: A;
  /** Reads talk data: the caller states why in the header `Sekisho-Purpose`, which goes into the audit log. */
  purpose?: true;
  /** The answer's content type where it is a text and no JSON. */
  produces?: string;
  handler(call: Call<z.output<Params>, z.output<Query>, z.output<Body>>): Promise<AnswerOf<A>>;
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** An endpoint as the server and the OpenAPI document see it: the schemas vouch for what the handler is given. */
export interface Endpoint extends Omit<Definition<z.ZodType, z.ZodType, z.ZodType, Answers>, 'handler'> {
  handler(call: Call<unknown, unknown, unknown>): Promise<{ status: number; body: unknown }>;
}

export function endpoint<const A extends Answers, Params extends z.ZodType = z.ZodUndefined, Query extends z.ZodType = z.ZodUndefined, Body extends z.ZodType = z.ZodUndefined>(
  definition: Definition<Params, Query, Body, A>,
): Endpoint {
  return definition as unknown as Endpoint;
}

/** The path as a client asks for it, with its `{name}` places. */
export function fullPath(of: Pick<Endpoint, 'path'>): string {
  return of.path.startsWith('/') ? of.path : prefix + of.path;
}
