/**
 * One call to the homeserver: matrix-js-sdk's HTTP layer over a connection pool of Sekisho's own. Only that layer is
 * imported: the whole client would cost 22 MB more in a process that holds thousands of connections.
 */
import { FetchHttpApi } from 'matrix-js-sdk/lib/http-api/fetch.js';
import { MatrixError } from 'matrix-js-sdk/lib/http-api/errors.js';
import type { Method } from 'matrix-js-sdk/lib/http-api/method.js';
import { Agent, fetch } from 'undici';
import type { z } from 'zod';
import { HomeserverRefused, HomeserverUnavailable } from './homeserver-errors.ts';

export interface Call {
  /** The token that speaks; none for the few calls that need none. */
  token?: string;
  /** The person whom the application service's token speaks for. */
  as?: string;
  query?: Record<string, string>;
  body?: Record<string, unknown>;
  timeoutMs?: number;
  signal?: AbortSignal;
}

export interface Calls {
  /** @throws HomeserverUnavailable or HomeserverRefused */
  call<T>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, answer: z.ZodType<T>, call?: Call): Promise<T>;
  close(): Promise<void>;
}

const timeoutMs = 30_000;

/** A path from its segments; the first is taken as it stands, the others are encoded. */
export function pathOf(prefix: string, ...segments: string[]): string {
  return [prefix, ...segments.map(encodeURIComponent)].join('/');
}

export function createCalls(url: string): Calls {
  const agent = new Agent({ pipelining: 1, bodyTimeout: 60_000, headersTimeout: 90_000 });
  // undici's own fetch, so that the process carries one HTTP client and close() ends its connections.
  const fetchFn = ((resource: URL, options: object) => fetch(resource, { ...options, dispatcher: agent })) as unknown as typeof globalThis.fetch;
  const api = new FetchHttpApi({ emit: () => false } as never, { baseUrl: url, prefix: '', onlyData: true, fetchFn });
  return {
    async call(method, path, answer, call = {}) {
      const what = `${method} ${path.split('/').slice(0, 5).join('/')}`;
      const query = call.as === undefined ? call.query : { ...call.query, user_id: call.as };
      let body: unknown;
      try {
        body = await api.request(method as Method, path, query, call.body, {
          priority: 'auto',
          headers: call.token === undefined ? {} : { Authorization: `Bearer ${call.token}` },
          // Not the SDK's own time-out, whose timer outlives the call and would hold up the end of the process.
          abortSignal: AbortSignal.any([AbortSignal.timeout(call.timeoutMs ?? timeoutMs), ...(call.signal === undefined ? [] : [call.signal])]),
        });
      } catch (error) {
        throw failure(what, error);
      }
      const parsed = answer.safeParse(body);
      if (!parsed.success) throw new HomeserverUnavailable(what, parsed.error);
      return parsed.data;
    },
    async close() {
      api.abort();
      await agent.destroy();
    },
  };
}

function failure(what: string, error: unknown): Error {
  if (error instanceof MatrixError && error.httpStatus !== undefined && error.httpStatus < 500) {
    return new HomeserverRefused(what, error.httpStatus, error.errcode ?? 'M_UNKNOWN');
  }
  return new HomeserverUnavailable(what, error);
}
