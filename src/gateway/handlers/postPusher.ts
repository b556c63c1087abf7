/** POST pushers/set (4.5.4): remembered by device, so that a suspension takes them away; what the homeserver says of it is passed on. */
import { z } from 'zod';
import type { Answer, Exchange } from '../exchange.ts';
import type { Rooms } from '../rooms.ts';
import { bodyOf, keptText, sessionOf } from './input.ts';
import { passedOn } from './passed-on.ts';

const body = z.looseObject({ app_id: keptText(64).min(1), pushkey: keptText(512).min(1), kind: z.string().nullable() });

export async function postPusher(exchange: Exchange, { identity }: Rooms): Promise<Answer> {
  const session = sessionOf(exchange);
  const pusher = bodyOf(exchange, body);
  return passedOn(identity.pushers.set(session, { appId: pusher.app_id, pushkey: pusher.pushkey, body: pusher }));
}
