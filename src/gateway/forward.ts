/**
 * 4.3.2: the only way to the homeserver. The very bytes that were judged go on, with a short list of headers and the
 * homeserver's own token; both bodies stream with backpressure. What a client left is ended, an answer begins only when
 * the homeserver's did, and its 401 never reaches a client, which would forget its login.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Pool } from 'undici';
import { Refused } from '#http/refused.ts';
import type { Log } from '#lib/log.ts';
import { ownHeaders, upstreamHeaders } from './forwarded-headers.ts';
import { requestStream } from './request-stream.ts';
import { Transfer } from './transfer.ts';
import type { Unauthorized } from './transfer.ts';

export interface Forwarding {
  /** Path and query: the very bytes that were judged. */
  target: string;
  /** The homeserver's token of this device; null where the operation needs none. */
  token: string | null;
  /** The true client address. */
  address: string;
  /** The body, where it was judged and so read already; else it streams from the client. */
  body?: Uint8Array;
  /** The most bytes a streamed body may have. */
  limit?: number;
  /** A long poll: it may take as long as it likes, and holds up nothing else. */
  poll?: boolean;
  /** Ends the request: before the answer began `forward` throws the signal's reason and has written nothing, afterwards it cuts the answer off. */
  signal?: AbortSignal;
  /** Asked when the homeserver does not know the token (any more): gives a fresh one, or null. */
  onUnauthorized?: () => Promise<string | null>;
}

/** A request of Sekisho's own, whose whole JSON answer is wanted. */
export type Asking = Pick<Forwarding, 'token' | 'address' | 'body' | 'signal' | 'onUnauthorized'> & { method: string };

export interface Forwarder {
  /**
   * @returns the status that was answered, or `clientLeft`
   * @throws Refused before anything is written: `homeserver_unavailable`, `too_large`, `bad_request` (a form body)
   */
  forward(req: IncomingMessage, res: ServerResponse, forwarding: Forwarding): Promise<number>;
  /** @throws Refused `homeserver_unavailable`, also when the answer is no JSON */
  request(target: string, asking: Asking): Promise<{ status: number; body: unknown }>;
  close(): Promise<void>;
}

export { clientLeft } from './transfer.ts';

/** @param options `url` of the homeserver, as `http://127.0.0.1:8008` */
export function createForwarder({ url, log }: { url: string; log: Log }): Forwarder {
  // No limit of connections, and polls on their own: a full pool holds everybody up.
  const quick = new Pool(url, { pipelining: 1, headersTimeout: 300_000, bodyTimeout: 300_000 });
  const polls = new Pool(url, { pipelining: 1, headersTimeout: 0, bodyTimeout: 0 });

  function unavailable(error: unknown): Refused {
    log.warn({ error: error instanceof Error ? error.message : String(error), code: codeOf(error) }, 'the homeserver does not answer');
    return new Refused('homeserver_unavailable');
  }

  function attempt(req: IncomingMessage, res: ServerResponse, forwarding: Forwarding, token: string | null): Promise<number | Unauthorized> {
    const { target, address, body, limit, signal, poll = false } = forwarding;
    const streams = body === undefined && hasBody(req);
    if (limit !== undefined && streams && Number(req.headers['content-length'] ?? 0) > limit) throw new Refused('too_large');
    const stream = streams ? requestStream(req, limit) : null;
    const options = {
      path: target,
      method: req.method ?? '',
      headers: upstreamHeaders(req, token, address, body !== undefined),
      body: stream ?? body ?? null,
    };
    return new Promise((resolve, reject) => {
      const dispatch = (again: boolean) => {
        const transfer = new Transfer(res, {
          signal,
          done: resolve,
          failed(error, begun) {
            if (signal?.aborted === true || error instanceof Refused) reject(error);
            else if (again && !begun && isStale(error)) dispatch(false);
            else reject(unavailable(error));
          },
        });
        if (transfer.over) stream?.destroy();
        else (poll ? polls : quick).dispatch(options, transfer);
      };
      // A kept connection may have been closed from the other side just now; once, for what may be asked twice.
      dispatch(!streams && body === undefined && req.method === 'GET');
    });
  }

  return {
    async forward(req, res, forwarding) {
      let outcome = await attempt(req, res, forwarding, forwarding.token);
      if (outcome === 'token') {
        const fresh = await forwarding.onUnauthorized?.() ?? null;
        const streamed = forwarding.body === undefined && hasBody(req);
        if (fresh !== null && !streamed) outcome = await attempt(req, res, forwarding, fresh);
      }
      if (typeof outcome === 'number') return outcome;
      throw unavailable(new Error('401 for a token of ours'));
    },
    async request(target, { method, token, address, body, signal, onUnauthorized }) {
      const ask = async (by: string | null) => {
        try {
          const headers = ownHeaders(by, address);
          if (body !== undefined) headers.push('content-type', 'application/json');
          const reply = await quick.request({ path: target, method, headers, body: body ?? null, ...(signal && { signal }) });
          return { status: reply.statusCode, body: await reply.body.json() };
        } catch (error) {
          throw signal?.aborted === true ? signal.reason : unavailable(error);
        }
      };
      let reply = await ask(token);
      const fresh = reply.status === 401 ? await onUnauthorized?.() ?? null : null;
      if (fresh !== null) reply = await ask(fresh);
      if (reply.status === 401) throw unavailable(new Error('401 for a token of ours'));
      return reply;
    },
    async close() {
      await Promise.all([quick.destroy(), polls.destroy()]);
    },
  };
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException | undefined)?.code;
}

function isStale(error: unknown): boolean {
  return ['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE'].includes(codeOf(error) ?? '');
}
