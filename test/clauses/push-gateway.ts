/** A push gateway of the test's own: it takes every push, and remembers. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { MatrixClient } from 'matrix-js-sdk';

export interface Pushed {
  event_id?: string;
  room_name?: string;
  sender_display_name?: string;
  content?: Record<string, unknown>;
  counts?: { unread?: number };
  devices: { pushkey: string }[];
}

export async function startPushGateway() {
  const pushed: Pushed[] = [];
  const server = createServer((req, res) => {
    let text = '';
    req.on('data', (chunk: Buffer) => { text += chunk.toString(); });
    req.on('end', () => {
      pushed.push(JSON.parse(text).notification);
      res.setHeader('content-type', 'application/json').end('{"rejected":[]}');
    });
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/_matrix/push/v1/notify`,
    pushed,
    close: () => server.close(),
  };
}

/** Has the client's pushes sent to `url`. */
export function pushTo(client: MatrixClient, url: string, pushkey = 'key') {
  return client.setPusher({ app_id: 'jp.example.app', app_display_name: 'App', device_display_name: 'Phone', pushkey, kind: 'http', lang: 'ja', data: { url } });
}
