/** A homeserver's stand-in, for the mechanics of forwarding only; and a client of a proxy before it. */
import { once } from 'node:events';
import { Agent, createServer, request } from 'node:http';
import type { IncomingMessage, RequestListener, RequestOptions, Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Stand {
  server: Server;
  url: string;
  port: number;
  close(): void;
}

export async function stand(handler: RequestListener): Promise<Stand> {
  const server = createServer(handler).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { server, port, url: `http://127.0.0.1:${port}`, close: () => (server.close(), server.closeAllConnections()) };
}

export interface Reply {
  status: number;
  headers: IncomingMessage['headers'];
  text: string;
}

const agent = new Agent({ keepAlive: true, scheduling: 'lifo' });

export async function ask(url: string, options: RequestOptions & { body?: string | Buffer } = {}): Promise<Reply> {
  const { body, ...rest } = options;
  const req = request(url, { agent: agent, ...rest });
  req.end(body);
  const [res] = await once(req, 'response') as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of res) chunks.push(chunk as Buffer);
  return { status: res.statusCode!, headers: res.headers, text: Buffer.concat(chunks).toString() };
}

export const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits until `condition` holds, as long as a busy machine may need. */
export async function until(condition: () => boolean): Promise<boolean> {
  for (let i = 0; i < 2000 && !condition(); i++) await pause(10);
  return condition();
}

/** The value once it has stood still for half a second. */
export async function settled(value: () => number): Promise<number> {
  let last = value();
  for (let still = 0; still < 10; still++) {
    await pause(50);
    if (value() !== last) still = -1;
    last = value();
  }
  return last;
}
