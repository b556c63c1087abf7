/**
 * The listener that the homeserver calls. A transaction is kept durably, then answered with 200; nothing else happens before
 * (homeserver.md, "Losses nobody sees": a slow answer loses events at the homeserver's next restart). What cannot be kept is
 * answered with 500 and comes again. It listens on loopback for the homeserver alone.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import Koa from 'koa';
import type { Journal } from '#journal/journal.ts';
import { equalSecrets } from '#lib/hash.ts';
import type { Log } from '#lib/log.ts';
import { readJson } from './read-json.ts';
import { parseDelivered } from './delivered.ts';

export interface AppserviceOptions {
  journal: Pick<Journal, 'deliver'>;
  /** The token that the homeserver shows. */
  hsToken: string;
  log: Log;
}

interface Reply {
  status: number;
  body: { errcode?: string };
}

const done: Reply = { status: 200, body: {} };
const refusal = (status: number, errcode: string): Reply => ({ status, body: { errcode } });

/** The listener as a handler of requests; whoever starts Sekisho binds it to its address. */
export function createAppservice(options: AppserviceOptions): (request: IncomingMessage, response: ServerResponse) => void {
  const app = new Koa();
  app.on('error', (error: unknown) => options.log.error({ error: String(error) }, 'アプリケーションサービスの要求が失敗しました / A request of the homeserver failed'));
  app.use(async (ctx) => {
    const reply = await answer(ctx.req, options);
    ctx.status = reply.status;
    ctx.body = reply.body;
  });
  const handle = app.callback();
  return (request, response) => { void handle(request, response); };
}

async function answer(request: IncomingMessage, { journal, hsToken, log }: AppserviceOptions): Promise<Reply> {
  const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  if (bearer === undefined) return refusal(401, 'M_MISSING_TOKEN');
  if (!equalSecrets(bearer, hsToken)) return refusal(403, 'M_FORBIDDEN');

  const call = `${request.method} ${request.url?.split('?')[0]}`;
  if (call === 'POST /_matrix/app/v1/ping') return done;
  const txnId = /^PUT \/_matrix\/app\/v1\/transactions\/([^/]+)$/.exec(call)?.[1];
  // It owns no user and no room alias that does not exist, and is no bridge to anywhere.
  if (txnId === undefined) return refusal(404, /^GET \/_matrix\/app\/v1\/(users|rooms)\/[^/]+$/.test(call) ? 'M_NOT_FOUND' : 'M_UNRECOGNIZED');

  const body = await readJson(request);
  const delivered = body === undefined ? null : parseDelivered(body);
  if (delivered === null) return refusal(400, 'M_BAD_JSON');
  if (delivered.malformed > 0) log.error({ txn_id: txnId, count: delivered.malformed }, '形式の正しくないイベントを保存できません / Malformed events cannot be kept');
  try {
    await journal.deliver({ txnId, events: delivered.events, receipts: delivered.receipts });
    return done;
  } catch (error) {
    log.error({ txn_id: txnId, error: String(error) }, 'トランザクションを保存できません。再送を待ちます / A transaction could not be kept; it will come again');
    return refusal(500, 'M_UNKNOWN');
  }
}
