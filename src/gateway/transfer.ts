/**
 * One answer of the homeserver on its way to one client, by undici's lowest interface: no buffering, backpressure by
 * pausing, and nothing left behind when either side goes (`pool.request` leaves orphans, `fetch` costs five times as much).
 */
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { Dispatcher } from 'undici';
import { downstreamHeaders } from './forwarded-headers.ts';

/** What `forward` gives when nobody waits for an answer any more. */
export const clientLeft = 499;

/** The homeserver's 401, of which nothing was written: it did not know the token, or wants something else. */
export type Unauthorized = 'token' | 'other';

export interface TransferOptions {
  signal: AbortSignal | undefined;
  done(outcome: number | Unauthorized): void;
  /** Nothing was written if `begun` is false; else the answer is cut off. */
  failed(error: unknown, begun: boolean): void;
}

export class Transfer implements Dispatcher.DispatchHandler {
  readonly #res: ServerResponse;
  readonly #options: TransferOptions;
  #controller: Dispatcher.DispatchController | null = null;
  #status = 0;
  /** The body of a 401; null at any other status. */
  #unauthorized: Buffer[] | null = null;
  #over = false;

  constructor(res: ServerResponse, options: TransferOptions) {
    this.#res = res;
    this.#options = options;
    res.on('close', this.#clientGone);
    options.signal?.addEventListener('abort', this.#cut);
    // Either may have gone while the request was judged, and tells so no second time.
    if (res.destroyed) this.#clientGone();
    else if (options.signal?.aborted === true) this.#cut();
  }

  /** Whether there is nothing to ask for any more. */
  get over(): boolean {
    return this.#over;
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#over) controller.abort(new Error('left'));
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    if (status < 200 || this.#over) return;
    this.#status = status;
    if (status === 401) this.#unauthorized = [];
    else this.#res.writeHead(status, downstreamHeaders(headers));
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#over) return;
    if (this.#unauthorized !== null) {
      // As much of it as an error can need.
      if (this.#unauthorized.length < 16) this.#unauthorized.push(chunk);
    } else if (!this.#res.write(chunk)) {
      controller.pause();
      this.#res.once('drain', () => controller.resume());
    }
  }

  onResponseEnd(): void {
    if (this.#over) return;
    this.#finish();
    if (this.#unauthorized !== null) {
      this.#options.done(isTokenError(Buffer.concat(this.#unauthorized)) ? 'token' : 'other');
      return;
    }
    this.#res.end();
    this.#options.done(this.#status);
  }

  onResponseError(_controller: Dispatcher.DispatchController | null, error: Error): void {
    this.#fail(error);
  }

  readonly #clientGone = (): void => {
    if (this.#over) return;
    this.#finish();
    this.#controller?.abort(new Error('left'));
    this.#options.done(clientLeft);
  };

  readonly #cut = (): void => {
    this.#fail(this.#options.signal?.reason);
  };

  #fail(error: unknown): void {
    if (this.#over) return;
    this.#finish();
    this.#controller?.abort(new Error('failed'));
    const begun = this.#res.headersSent;
    if (begun) this.#res.destroy();
    this.#options.failed(error, begun);
  }

  #finish(): void {
    this.#over = true;
    this.#res.off('close', this.#clientGone);
    this.#options.signal?.removeEventListener('abort', this.#cut);
  }
}

function isTokenError(body: Buffer): boolean {
  try {
    const { errcode } = JSON.parse(body.toString()) as { errcode?: unknown };
    return errcode === 'M_UNKNOWN_TOKEN' || errcode === 'M_MISSING_TOKEN';
  } catch {
    return false;
  }
}
