/** matrix-js-sdk clients that play a device: from an address of 127.0.0.0/8, with an agent. */
import { createClient, type MatrixClient } from 'matrix-js-sdk';
import { logger as rootLogger, type Logger } from 'matrix-js-sdk/lib/logger.js';
import { Agent, fetch as undiciFetch } from 'undici';

export const desktopAgent = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36';
export const phoneAgent = 'Element X/26.06.1 (Google Pixel 8; Android 16; BP2A.250605.031)';

/** From where and with what a device speaks. */
export interface Seat {
  /** The source address; `127.0.0.1` is listed in the demo's policy, `127.0.1.1` is not. */
  address?: string;
  agent?: string;
}

export interface SeatedFetch {
  fetch: typeof globalThis.fetch;
  close(): Promise<void>;
}

export function fetchFrom({ address = '127.0.0.1', agent = desktopAgent }: Seat): SeatedFetch {
  const pool = new Agent({ localAddress: address, headersTimeout: 120_000, bodyTimeout: 120_000 });
  const send = (resource: URL | string, options: RequestInit = {}) => {
    const headers = new Headers(options.headers);
    headers.set('user-agent', agent);
    return undiciFetch(resource, { ...options, headers, dispatcher: pool } as never);
  };
  return { fetch: send as unknown as typeof globalThis.fetch, close: () => pool.destroy() };
}

const nothing = () => {};

// Parts of the SDK write to its root logger, or to a child of it, whatever they are given.
Object.assign(rootLogger, { methodFactory: () => nothing });
(rootLogger as unknown as { setLevel(level: string): void }).setLevel('silent');

const silent: Logger = { trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing, getChild: () => silent };

export function matrixClient(baseUrl: string, fetchFn: typeof globalThis.fetch, session: { accessToken?: string; userId?: string; deviceId?: string } = {}): MatrixClient {
  return createClient({ baseUrl, fetchFn, logger: silent, ...session });
}
