/** PUT devices/{deviceId}: another name for a session; only the name changes. */
import { z } from 'zod';
import type { Answer, Exchange } from '../exchange.ts';
import type { Rooms } from '../rooms.ts';
import { bodyOf, keptText, sessionOf } from './input.ts';

const body = z.looseObject({ display_name: keptText(100).nullish() });

export async function updateDevice(exchange: Exchange, { identity }: Rooms): Promise<Answer> {
  const session = sessionOf(exchange);
  const deviceId = exchange.params['deviceId'] ?? '';
  const { display_name: name } = bodyOf(exchange, body);
  if (name === undefined || name === null) await identity.own.get(session, deviceId);
  else await identity.own.rename(session, deviceId, name);
  return { status: 200, body: {} };
}
