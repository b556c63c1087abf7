/** POST delete_devices: ends several sessions of the person, who shows the password again. */
import { z } from 'zod';
import type { Answer, Exchange } from '../exchange.ts';
import type { Rooms } from '../rooms.ts';
import { bodyOf, sessionOf } from './input.ts';

const body = z.looseObject({ devices: z.array(z.string().max(255)).max(1000), auth: z.unknown().optional() });

export async function deleteDevices(exchange: Exchange, { identity }: Rooms): Promise<Answer> {
  const session = sessionOf(exchange);
  const { devices, auth } = bodyOf(exchange, body);
  const challenge = await identity.userInteractive.confirm(session, { operation: 'deleteDevices', auth, where: exchange });
  if (challenge !== null) return { status: 401, body: challenge };
  await identity.own.end(session, devices, exchange.address);
  return { status: 200, body: {} };
}
