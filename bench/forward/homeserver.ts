/** The stand-in for the homeserver: 1 kB of JSON for everything, in which a login finds its token; long polls stay open. */
import { createServer } from 'node:http';

const url = new URL(process.argv[2] ?? '');
const body = Buffer.from(JSON.stringify({
  user_id: '@someone:bench', device_id: 'DEVICE', access_token: 'homeserver_token', room_id: '!own:bench', event_id: '$event', versions: ['v1.11'], joined_rooms: [], chunk: [],
}).padEnd(1024));
const server = createServer((req, res) => {
  req.resume().on('end', () => {
    if (req.url?.includes('/sync') !== true) res.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': body.length }).end(body);
  });
});
process.on('disconnect', () => process.exit());
server.keepAliveTimeout = 60_000;
server.listen(Number(url.port), url.hostname, () => process.send?.('ready'));
