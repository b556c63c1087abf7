/** POST logout: this session ends, and its device at the homeserver with it. */
import type { Answer, Exchange } from '../exchange.ts';
import type { Rooms } from '../rooms.ts';
import { sessionOf } from './input.ts';

export async function logout(exchange: Exchange, { identity }: Rooms): Promise<Answer> {
  await identity.own.logout(sessionOf(exchange), exchange.address);
  return { status: 200, body: {} };
}
