/**
 * The admin REST (contract.md, "Admin REST"): every request passes the same guards in the same order (form, network, path,
 * token, policy, input), then the one handler of its endpoint. Every call is in the audit log; acts are there before they
 * are answered, because the room that does them keeps both in one transaction.
 */
import type { IncomingMessage, RequestListener } from 'node:http';
import Koa from 'koa';
import { clientAddress, type Proxies } from '#http/client-address.ts';
import { refusal } from '#http/refusal.ts';
import { adminForm, checkForm } from '#http/request-form.ts';
import { HomeserverUnavailable } from '#homeserver/homeserver-errors.ts';
import { Refused } from '#model/refused.ts';
import { checkNetwork, identify, permit } from './access.ts';
import type { Caller, Endpoint } from './endpoint.ts';
import { endpoints as every } from './endpoints.ts';
import { bodyOf, check, maxBodyBytes, purposeOf, queryOf } from './input.ts';
import type { AdminRooms } from './rooms.ts';
import { createRouter } from './router.ts';

export interface AdminOptions extends AdminRooms {
  /** The proxies before the admin address; null when there are none. */
  proxies: Proxies | null;
}

/** What is known of a call so far, for the audit log. */
interface Trace {
  act: string;
  address?: string;
  actor?: string;
  why?: string;
}

export function createAdmin({ proxies, ...rooms }: AdminOptions, endpoints: readonly Endpoint[] = every): { listener: RequestListener } {
  const route = createRouter(endpoints);
  const app = new Koa();

  async function serve(ctx: Koa.Context, trace: Trace): Promise<void> {
    const { path, query } = checkForm(ctx.req, adminForm);
    const address = clientAddress(ctx.req.socket.remoteAddress, ctx.req.rawHeaders, proxies);
    if (address === null) throw new Refused('address_not_listed');
    trace.address = address;
    checkNetwork(address, rooms);
    const match = route(ctx.method, path);
    if ('miss' in match) throw new Refused(match.miss);
    const { endpoint } = match;
    trace.act = `${endpoint.method} ${endpoint.path}`;
    let caller: Caller = { actor: '', address, scopes: null };
    if (endpoint.scope !== null) {
      const known = await identify(ctx.req, rooms);
      trace.actor = known.actor;
      permit(known, address, endpoint.scope, rooms);
      caller = { actor: known.actor, address, scopes: known.scopes };
    }
    if (endpoint.purpose === true) trace.why = purposeOf(ctx.req);
    const { status, body } = await endpoint.handler({
      params: check(endpoint.params, match.params, 'path'),
      query: check(endpoint.query, queryOf(query), 'query'),
      body: check(endpoint.body, await bodyOf(ctx.req), 'body'),
      caller,
      rooms,
    });
    // Health checks and metrics have no caller and tell nothing of anybody.
    if (endpoint.scope !== null) rooms.audit.note({ kind: 'admin', ...trace });
    send(ctx, status, body, endpoint.produces);
  }

  app.use(async (ctx) => {
    ctx.set({ 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' });
    const trace: Trace = { act: 'admin request' };
    try {
      await serve(ctx, trace);
    } catch (error) {
      const refused = refusedBy(error);
      if (refused === null) {
        rooms.log.error({ act: trace.act, error: error instanceof Error ? error.stack : String(error) }, '管理要求の処理に失敗しました / an admin request failed');
        const { status, body } = refusal(new Refused('internal_error'));
        send(ctx, status, body);
        return;
      }
      rooms.audit.note({ kind: 'refusal', ...trace, reasons: refused.reasons });
      const { status, headers, body } = refusal(refused);
      ctx.set(willEnd(ctx.req) ? headers : { ...headers, Connection: 'close' });
      send(ctx, status, body);
    }
  });
  const handle = app.callback();
  return { listener: (req, res) => void handle(req, res) };
}

function send(ctx: Koa.Context, status: number, body: unknown, text?: string): void {
  ctx.status = status;
  ctx.set('Content-Type', text ?? 'application/json; charset=utf-8');
  ctx.body = text === undefined ? JSON.stringify(body) : body;
}

/** Whether a refused client stops sending by itself, and soon; any other is cut off, for nobody will read the rest. */
function willEnd({ complete, headers }: IncomingMessage): boolean {
  const length = headers['content-length'];
  return complete || (length === undefined ? headers['transfer-encoding'] === undefined : Number(length) <= maxBodyBytes);
}

function refusedBy(error: unknown): Refused | null {
  if (error instanceof Refused) return error;
  return error instanceof HomeserverUnavailable ? new Refused('homeserver_unavailable') : null;
}
