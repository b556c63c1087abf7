/** One request at the gateway after its form, address and session are known: what handlers and facts may look at. */
import type { Session } from '#identity/sessions.ts';
import type { DeviceClass, Zone } from '#model/device.ts';

export interface Exchange {
  method: string;
  /** The path's captured segments, each decoded once. */
  params: Readonly<Record<string, string>>;
  /** The raw query, without its question mark; read only by who needs it. */
  query: string;
  /** The parsed JSON body where the route judges it; undefined where it streams or there is none. */
  body: unknown;
  zone: Zone;
  /** By the agent's hint at a login; the session's own afterwards. */
  class: DeviceClass;
  /** The true client address. */
  address: string;
  agent: string;
  /** Null on operations that need no login. */
  session: Session | null;
  /** The address that the client used, as `https://chat.example.jp`: for `.well-known`. */
  origin: string;
}

/** What an own handler answers; the body is sent as JSON. */
export interface Answer {
  status: number;
  body: unknown;
}
