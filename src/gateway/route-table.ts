/** The route table: every operation, decided (4.3.2). An operation without a row does not compile. */
import { rulesOf } from '#policy/decide.ts';
import { furtherOperations } from '#matrix/further-operations.ts';
import type { AnyOperation } from '#matrix/operation-of.ts';
import { operations, type OperationForm } from '#matrix/operations.ts';
import type { Route } from './route.ts';
import { account } from './routes/account.ts';
import { directory } from './routes/directory.ts';
import { foreign } from './routes/foreign.ts';
import { further } from './routes/further.ts';
import { keys } from './routes/keys.ts';
import { media } from './routes/media.ts';
import { membership } from './routes/membership.ts';
import { personal } from './routes/personal.ts';
import { reading } from './routes/reading.ts';
import { rooms } from './routes/rooms.ts';
import { server } from './routes/server.ts';
import { sessions } from './routes/sessions.ts';

export const routes: Record<AnyOperation, Route> = {
  ...account, ...sessions, ...rooms, ...membership, ...reading, ...media, ...keys, ...personal, ...directory, ...server, ...further, ...foreign,
} satisfies Record<AnyOperation, Route>;

export const forms: Record<AnyOperation, OperationForm> = { ...operations, ...furtherOperations };

export interface RouteTableRow {
  operation: string;
  method: string;
  path: string;
  handling: Route['handling'];
  access: string;
  /** The rules that judge it, as their files are called. */
  rules: string[];
  note: string;
}

/** The table as people read it: for `sekisho routes` and the documentation. */
export function routeTable(): RouteTableRow[] {
  return Object.entries(routes).flatMap(([operation, route]) => {
    const form = forms[operation as AnyOperation];
    const access = route.handling === 'refuse' ? '–' : route.access;
    const act = route.handling === 'refuse' ? route.act : 'facts' in route ? route.facts?.act : undefined;
    const row = { rules: act === undefined ? [] : rulesOf(act), method: form.method, path: form.path, handling: route.handling, access, note: route.note };
    return [operation, ...(form.also ?? [])].map((name) => ({ operation: name, ...row }));
  });
}
