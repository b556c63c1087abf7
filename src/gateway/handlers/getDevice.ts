/** GET devices/{deviceId}: one session of the person. */
import type { Answer, Exchange } from '../exchange.ts';
import type { Rooms } from '../rooms.ts';
import { deviceAnswer } from './device-answer.ts';
import { sessionOf } from './input.ts';

export async function getDevice(exchange: Exchange, { identity }: Rooms): Promise<Answer> {
  return { status: 200, body: deviceAnswer(await identity.own.get(sessionOf(exchange), exchange.params['deviceId'] ?? '')) };
}
