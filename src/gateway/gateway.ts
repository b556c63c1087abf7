/**
 * The gateway: a Koa application a zone, one pipeline, and the one place that writes refusals. It hears what changes in the
 * city and ends what is no longer allowed, in every process.
 */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import Koa from 'koa';
import { answerRefusal } from '#http/answer.ts';
import { HomeserverUnavailable } from '#homeserver/homeserver-errors.ts';
import type { Metrics } from '#http/metrics.ts';
import { Refused } from '#http/refused.ts';
import { stopwatch, type Clock } from '#lib/clock.ts';
import type { Log } from '#lib/log.ts';
import type { ChangeFeed } from '#store/changes.ts';
import { createAct } from './act.ts';
import type { Forwarder } from './forward.ts';
import { createLimits } from './limits.ts';
import { OpenRequests } from './open-requests.ts';
import { pass, type Gate, type Pipeline, type Trace } from './pipeline.ts';
import { createMatcher } from './route-matcher.ts';
import { forms } from './route-table.ts';
import type { Rooms } from './rooms.ts';

export interface GatewayOptions {
  rooms: Rooms;
  forwarder: Forwarder;
  changes: ChangeFeed;
  metrics: Metrics;
  clock: Clock;
  log: Log;
}

export interface Gateway {
  /** The request listener of one zone. */
  listener(gate: Gate): RequestListener;
  /** A request that is no HTTP at all. */
  malformed(gate: Gate, address: string, code: string): void;
  /** Lets long polls end, so that their clients go on elsewhere. */
  wake(): void;
  close(): void;
}

export function createGateway({ rooms, forwarder, changes, metrics, clock, log }: GatewayOptions): Gateway {
  const open = new OpenRequests();
  const pipeline: Pipeline = {
    rooms, open,
    matcher: createMatcher(forms),
    limits: createLimits(rooms.decisions, clock),
    act: createAct({ rooms, forwarder, open, metrics, clock }),
  };
  const unsubscribe = changes.subscribe((topic, key) => {
    if (topic === 'device') open.deviceChanged(key);
    if (topic === 'person') open.personChanged(key);
    if (topic === 'policy') open.policyChanged();
  });

  async function serve(req: IncomingMessage, res: ServerResponse, gate: Gate): Promise<void> {
    const seconds = stopwatch();
    const trace: Trace = { operation: null, address: req.socket.remoteAddress ?? '', session: null };
    try {
      await pass(req, res, gate, pipeline, trace);
    } catch (error) {
      refuse(res, gate, trace, error instanceof Refused ? error : unexpected(error, trace));
    }
    metrics.answered(trace.operation ?? 'unknown', seconds());
  }

  function unexpected(error: unknown, trace: Trace): Refused {
    if (error instanceof HomeserverUnavailable) return new Refused('homeserver_unavailable');
    log.error({ operation: trace.operation, error: error instanceof Error ? error.stack : String(error) }, 'a request failed');
    return new Refused('internal_error');
  }

  function refuse(res: ServerResponse, gate: Gate, trace: Trace, error: Refused): void {
    if (error.reasons[0] === 'homeserver_unavailable') metrics.upstreamFailed();
    const userId = trace.session?.person.userId ?? error.extra.user_id;
    rooms.audit.note({
      kind: 'refusal', act: trace.operation ?? 'unknown', address: trace.address, zone: gate.zone, reasons: error.reasons,
      ...(userId && { user_id: userId }), ...(trace.session && { device: trace.session.device.id }),
    });
    if (res.headersSent) res.destroy();
    else if (!res.destroyed) answerRefusal(res, error);
  }

  return {
    listener(gate) {
      const app = new Koa();
      app.use(async (ctx) => {
        // Answers are written by hand: Koa's own way of piping a body does not survive a client that leaves.
        ctx.respond = false;
        await serve(ctx.req, ctx.res, gate);
      });
      const handle = app.callback();
      return (req, res) => { void handle(req, res); };
    },
    malformed(gate, address, code) {
      rooms.audit.note({ kind: 'refusal', act: 'malformed', address, zone: gate.zone, reasons: ['bad_request'], details: { code } });
    },
    wake: () => open.wakeAll(),
    close: () => unsubscribe(),
  };
}
