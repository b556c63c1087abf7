/** GET account/whoami: whose token this is. */
import type { Answer, Exchange } from '../exchange.ts';
import { sessionOf } from './input.ts';

export async function getTokenOwner(exchange: Exchange): Promise<Answer> {
  const { device, person } = sessionOf(exchange);
  return { status: 200, body: { user_id: person.userId, device_id: device.deviceId, is_guest: false } };
}
