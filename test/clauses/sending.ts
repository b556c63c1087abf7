/** Clients that send as fast as they can, whatever happens to the servers, and remember what was acknowledged. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Preset, type MatrixClient } from 'matrix-js-sdk';
import { loadRegistration } from '#config/registration.ts';
import type { City } from '../harness/city.ts';
import { call } from './call.ts';

/** Event ID → text of the messages that were answered with 200, in the order of one sender. */
export type Acknowledged = Map<string, string>;

export interface Stream {
  readonly acknowledged: Acknowledged;
  /** Answers that no failure explains. */
  readonly unexpected: unknown[];
  /** Ends after the message under way. */
  stop(): Promise<void>;
}

const messagePath = (roomId: string, transaction: string) => `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/send/m.room.message/${transaction}`;
const message = (text: string) => JSON.stringify({ msgtype: 'm.text', body: text });

/** One client that sends message after message; a failed one is tried again with the same transaction ID, as clients do. */
export function startSending(city: City, client: MatrixClient, roomId: string, name: string): Stream {
  const send = city.seat();
  const acknowledged: Acknowledged = new Map();
  const unexpected: unknown[] = [];
  let going = true;

  async function attempt(text: string, transaction: string): Promise<boolean> {
    try {
      const response = await send(city.gateways.lgwan + messagePath(roomId, transaction), {
        method: 'PUT', headers: { authorization: `Bearer ${client.getAccessToken()}`, 'content-type': 'application/json' }, body: message(text),
        signal: AbortSignal.timeout(30_000),
      });
      const body = await response.json() as { event_id: string };
      if (response.status === 200) acknowledged.set(body.event_id, text);
      else if (response.status < 500) unexpected.push(body);
      return response.status < 500;
    } catch {
      return false;
    }
  }

  async function run(): Promise<void> {
    for (let n = 0; going; n++) {
      const deadline = Date.now() + 60_000;
      while (!await attempt(`${name} ${n}`, `${name}-${n}`)) {
        if (Date.now() > deadline) {
          unexpected.push(`${name} ${n} was never answered`);
          return;
        }
        await sleep(30);
      }
    }
  }

  const running = run();
  return {
    acknowledged, unexpected,
    async stop() {
      going = false;
      await running;
    },
  };
}

/** A room with everybody of `clients` in it; the first of them made it. */
export async function roomOf([first, ...others]: [MatrixClient, ...MatrixClient[]]): Promise<string> {
  const { room_id: roomId } = await first.createRoom({ preset: Preset.PrivateChat, invite: others.map((client) => client.getUserId() ?? '') });
  for (const client of others) await client.joinRoom(roomId);
  return roomId;
}

/** Sends past Sekisho, as only its own application-service token can: what the homeserver stores while Sekisho is away. */
export async function sendDirectly(city: City, userId: string, roomId: string, texts: readonly string[]): Promise<Acknowledged> {
  const { as_token: token } = loadRegistration(city.config.appservice.registration);
  const acknowledged: Acknowledged = new Map();
  for (const [n, text] of texts.entries()) {
    const response = await fetch(`${city.config.homeserver.url}${messagePath(roomId, `direct-${Date.now()}-${n}`)}?user_id=${encodeURIComponent(userId)}`, {
      method: 'PUT', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: message(text),
    });
    if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`);
    acknowledged.set(((await response.json()) as { event_id: string }).event_id, text);
  }
  return acknowledged;
}

/** Everything in the room as the client reads it through Sekisho: event ID → text. */
export async function readRoom(city: City, client: MatrixClient, roomId: string): Promise<Acknowledged> {
  const texts: Acknowledged = new Map();
  let from = '';
  do {
    const path = `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/messages?dir=b&limit=500${from && `&from=${encodeURIComponent(from)}`}`;
    const { status, body } = await call(city, 'GET', path, { token: client.getAccessToken() });
    if (status !== 200) throw new Error(`${status}: ${JSON.stringify(body)}`);
    for (const event of body.chunk) texts.set(event.event_id, event.content.body);
    from = body.end ?? '';
  } while (from !== '');
  return texts;
}
