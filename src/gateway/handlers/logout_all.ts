/** POST logout/all: every session of the person ends. */
import type { Answer, Exchange } from '../exchange.ts';
import type { Rooms } from '../rooms.ts';
import { sessionOf } from './input.ts';

export async function logout_all(exchange: Exchange, { identity }: Rooms): Promise<Answer> {
  await identity.own.logoutAll(sessionOf(exchange), exchange.address);
  return { status: 200, body: {} };
}
