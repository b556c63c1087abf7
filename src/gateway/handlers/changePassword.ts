/** POST account/password (4.2.1): a new password, after the old one was shown; the other sessions end unless the client says otherwise. */
import { z } from 'zod';
import type { Answer, Exchange } from '../exchange.ts';
import type { Rooms } from '../rooms.ts';
import { bodyOf, sessionOf } from './input.ts';

const body = z.looseObject({ new_password: z.string().max(1000), logout_devices: z.boolean().nullish(), auth: z.unknown().optional() });

export async function changePassword(exchange: Exchange, { identity }: Rooms): Promise<Answer> {
  const session = sessionOf(exchange);
  const input = bodyOf(exchange, body);
  const challenge = await identity.userInteractive.confirm(session, { operation: 'changePassword', auth: input.auth, where: exchange });
  if (challenge !== null) return { status: 401, body: challenge };
  await identity.own.changePassword(session, { password: input.new_password, endOthers: input.logout_devices ?? true, address: exchange.address });
  return { status: 200, body: {} };
}
