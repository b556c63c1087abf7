/** GET devices (4.2.4): the sessions of the person. */
import type { Answer, Exchange } from '../exchange.ts';
import type { Rooms } from '../rooms.ts';
import { deviceAnswer } from './device-answer.ts';
import { sessionOf } from './input.ts';

export async function getDevices(exchange: Exchange, { identity }: Rooms): Promise<Answer> {
  const devices = await identity.own.list(sessionOf(exchange));
  return { status: 200, body: { devices: devices.map(deviceAnswer) } };
}
