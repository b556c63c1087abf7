/** What the client of the homeserver must be told. */
import type { Log } from '#lib/log.ts';

export interface HomeserverOptions {
  /** Its address on loopback, as `http://127.0.0.1:8404`. */
  url: string;
  /** What appservice.yaml says. */
  registration: { id: string; asToken: string; hsToken: string; senderLocalpart: string };
  serverName: string;
  log: Log;
}
