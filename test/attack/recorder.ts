/**
 * Stands where the homeserver would: keeps every request that reaches it, as it came, and answers like one. Its parser is the
 * lenient one, so that nothing is missed because it was odd.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Recorded {
  method: string;
  /** Path and query, the bytes that came. */
  target: string;
  /** Names in lower case. */
  headers: [name: string, value: string][];
  body: string;
}

export interface Recorder {
  port: number;
  requests: Recorded[];
  /** The tokens that it gave out, by user and device. */
  minted: Map<string, string>;
  close(): Promise<void>;
}

/** Whose events are asked for by this id: the redaction of others' messages is judged by the sender. */
export const eventOf = (userId: string) => `$own_${userId.slice(1).replace(/\W/g, '_')}`;

export async function createRecorder(): Promise<Recorder> {
  const requests: Recorded[] = [];
  const minted = new Map<string, string>();
  const users: string[] = [];
  const held = new Set<ServerResponse>();

  /** What a homeserver would say, as far as Sekisho reads it. */
  function answerTo(method: string, target: string, body: string): Record<string, unknown> | null {
    const url = new URL(target.startsWith('/') ? `http://homeserver${target}` : target);
    const path = url.pathname;
    if (method === 'POST' && path.endsWith('/login')) {
      const { identifier, device_id: device } = JSON.parse(body || '{}') as { identifier?: { user?: string }; device_id?: string };
      const token = `homeserver-token-${minted.size}`;
      const user = identifier?.user ?? '@nobody:city.test';
      minted.set(token, `${user} ${device}`);
      if (!users.includes(user)) users.push(user);
      return { user_id: user, device_id: device, access_token: token, home_server: 'city.test' };
    }
    if (path.endsWith('/sync')) return url.searchParams.has('since') && url.searchParams.has('user_id') ? null : { next_batch: 's1', pos: '1' };
    if (path === '/_matrix/client/versions') return { versions: ['v1.11'], unstable_features: {} };
    if (path.endsWith('/createRoom')) return { room_id: '!made:city.test' };
    if (path.endsWith('/joined_rooms')) return { joined_rooms: [] };
    if (path.endsWith('/messages')) return { chunk: [], start: 'a' };
    const event = /\/rooms\/([^/]+)\/event\/([^/]+)$/.exec(path);
    if (event !== null) {
      const id = decodeURIComponent(event[2] ?? '');
      return {
        event_id: id, room_id: decodeURIComponent(event[1] ?? ''), type: 'm.room.message', origin_server_ts: 1_700_000_000_000,
        sender: users.find((user) => eventOf(user) === id) ?? '@other:city.test', content: { msgtype: 'm.text', body: '記録' },
      };
    }
    return { event_id: '$sent:city.test', user_id: '@nobody:city.test', capabilities: {} };
  }

  async function record(req: IncomingMessage, res: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of req.setEncoding('latin1')) body += chunk as string;
    const headers = req.rawHeaders.flatMap((name, i): [string, string][] => (i % 2 === 0 ? [[name.toLowerCase(), req.rawHeaders[i + 1] ?? '']] : []));
    requests.push({ method: req.method ?? '', target: req.url ?? '', headers, body });
    const answer = answerTo(req.method ?? '', req.url ?? '', body);
    if (answer === null) {
      held.add(res);
      return;
    }
    const bytes = Buffer.from(JSON.stringify(answer));
    res.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes.length }).end(bytes);
  }

  const server = createServer({ insecureHTTPParser: true, requireHostHeader: false, maxHeaderSize: 1024 * 1024, keepAliveTimeout: 60_000 }, (req, res) => {
    record(req, res).catch(() => res.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    requests, minted,
    async close() {
      for (const res of held) res.destroy();
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
