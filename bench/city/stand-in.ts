/**
 * The stand-in for a homeserver, a process of its own: 1 kB of JSON for everything, in which each question of Sekisho's finds
 * its answer; a long poll stays open. Tells its parent when it listens, and on every message how many polls are open.
 */
import { createServer, type ServerResponse } from 'node:http';
import { ownEvent, ownRoom } from './own-room.ts';

const url = new URL(process.argv[2] ?? '');
const body = Buffer.from(JSON.stringify({ event_id: ownEvent, room_id: ownRoom, versions: ['v1.11'], joined_rooms: [], chunk: [], start: 's0', next_batch: 's1' }).padEnd(1024));
const polls = new Set<ServerResponse>();
const server = createServer((req, res) => {
  req.resume().on('end', () => {
    if (/\/sync\?.*timeout=[1-9]/.test(req.url ?? '')) {
      polls.add(res);
      res.on('close', () => polls.delete(res));
    } else res.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': body.length }).end(body);
  });
});
server.keepAliveTimeout = 600_000;
process.on('disconnect', () => process.exit());
process.on('message', () => process.send?.(polls.size));
server.listen(Number(url.port), url.hostname, () => process.send?.(0));
