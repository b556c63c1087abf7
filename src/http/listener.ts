/**
 * 4.3.1: a listener. TLS 1.2 and 1.3 with 256-bit suites only, plain HTTP on loopback alone; a strict parser, small heads,
 * and time limits that end slow attackers but no long upload and no long poll.
 */
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import type { RequestListener, Server, ServerOptions, ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { answer } from './answer.ts';
import { refusal } from './refusal.ts';
import { Refused } from './refused.ts';

export interface ListenOptions {
  host: string;
  /** 0 takes a free one. */
  port: number;
  /** PEM. */
  tls?: { cert: string; key: string };
  /** Several processes share the port (SO_REUSEPORT). */
  reusePort?: boolean;
}

export interface ListenerEvents {
  /** A request that is no HTTP, as far as the strict parser is concerned; `address` is the peer's. */
  malformed(address: string, code: string): void;
}

export interface Listener {
  url: string;
  port: number;
  /** Takes no more connections, lets requests end, and after `graceMs` ends them. */
  close(graceMs: number): Promise<void>;
}

const serverOptions: ServerOptions = {
  insecureHTTPParser: false,
  requireHostHeader: false, // checkForm refuses it with a body that clients understand
  maxHeaderSize: 16 * 1024,
  headersTimeout: 20_000,
  requestTimeout: 15 * 60_000, // a whole request with its body; an answer may take as long as it likes
  connectionsCheckingInterval: 5_000,
  keepAliveTimeout: 75_000, // longer than the usual proxy's, which must not meet a closing connection
  noDelay: true,
};

const tlsOptions = {
  minVersion: 'TLSv1.2',
  maxVersion: 'TLSv1.3',
  ciphers: [
    'TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256',
    'ECDHE-ECDSA-AES256-GCM-SHA384', 'ECDHE-RSA-AES256-GCM-SHA384', 'ECDHE-ECDSA-CHACHA20-POLY1305', 'ECDHE-RSA-CHACHA20-POLY1305',
  ].join(':'),
  honorCipherOrder: true,
  handshakeTimeout: 10_000,
  ALPNProtocols: ['http/1.1'],
} as const;

/** @throws RangeError when plain HTTP is asked for anywhere but on loopback. */
export async function listen(options: ListenOptions, handler: RequestListener, events: ListenerEvents): Promise<Listener> {
  const { host, port, tls, reusePort = false } = options;
  if (tls === undefined && !isLoopback(host)) throw new RangeError(`${host} では TLS が必要です / needs TLS`);
  const server = tls === undefined ? createHttpServer(serverOptions, handler) : createHttpsServer({ ...serverOptions, ...tlsOptions, ...tls }, handler);
  refuseOddities(server, events);
  server.listen({ host, port, reusePort });
  await once(server, 'listening');
  const bound = server.address() as AddressInfo;
  return {
    url: `${tls === undefined ? 'http' : 'https'}://${host.includes(':') ? `[${host}]` : host}:${bound.port}`,
    port: bound.port,
    close: (graceMs) => close(server, graceMs),
  };
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

const answers: Record<string, { status: number; text: string }> = {
  HPE_HEADER_OVERFLOW: { status: 431, text: 'Request Header Fields Too Large' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, text: 'Request Timeout' },
};

function refuseOddities(server: Server, events: ListenerEvents): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex & { _httpMessage?: ServerResponse | null }) => {
    const code = error.code ?? 'unknown';
    if (code === 'ECONNRESET' || code === 'EPIPE' || !socket.writable) {
      socket.destroy();
      return;
    }
    events.malformed((socket as Socket).remoteAddress ?? '', code);
    // As Node's own default: never into the middle of another answer on this connection.
    if (socket._httpMessage?.headersSent === true) socket.destroy();
    else endWithRefusal(socket, answers[code] ?? { status: 400, text: 'Bad Request' });
  });
  server.on('connect', (req, socket) => {
    events.malformed(req.socket.remoteAddress ?? '', 'CONNECT');
    endWithRefusal(socket, { status: 405, text: 'Method Not Allowed' });
  });
  server.on('checkExpectation', (_req, res) => {
    answer(res, 417, refusal(new Refused('bad_request')).body, { Connection: 'close' });
  });
}

function endWithRefusal(socket: Duplex, { status, text }: { status: number; text: string }): void {
  const body = JSON.stringify(refusal(new Refused('bad_request')).body);
  socket.on('error', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status} ${text}\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`, () => socket.destroy());
}

async function close(server: Server, graceMs: number): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  // A connection that ends its request now becomes idle and would stay open for its keep-alive time.
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  const force = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearInterval(sweep);
  clearTimeout(force);
}
