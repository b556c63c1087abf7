/** DELETE devices/{deviceId}: ends a session of the person, who shows the password again. */
import { z } from 'zod';
import type { Answer, Exchange } from '../exchange.ts';
import type { Rooms } from '../rooms.ts';
import { bodyOf, sessionOf } from './input.ts';

const body = z.looseObject({ auth: z.unknown().optional() });

export async function deleteDevice(exchange: Exchange, { identity }: Rooms): Promise<Answer> {
  const session = sessionOf(exchange);
  const { auth } = bodyOf(exchange, body);
  const challenge = await identity.userInteractive.confirm(session, { operation: 'deleteDevice', auth, where: exchange });
  if (challenge !== null) return { status: 401, body: challenge };
  await identity.own.end(session, [exchange.params['deviceId'] ?? ''], exchange.address);
  return { status: 200, body: {} };
}
