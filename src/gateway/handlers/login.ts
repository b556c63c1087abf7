/** POST login (4.2.1, 4.5.2): user ID and password, with an approval code where the client has one. */
import { z } from 'zod';
import { Refused } from '#http/refused.ts';
import type { Answer, Exchange } from '../exchange.ts';
import type { Rooms } from '../rooms.ts';
import { clientConfiguration } from './client-configuration.ts';
import { bodyOf, keptText } from './input.ts';
import { tokenAnswer } from './token-answer.ts';

// As long as the homeserver takes.
const longestName = 100;

const body = z.looseObject({
  type: z.string(),
  identifier: z.looseObject({ type: z.string(), user: z.string().max(1000).optional() }).nullish(),
  user: z.string().max(1000).nullish(),
  password: z.string().max(1000).nullish(),
  device_id: keptText(255).nullish(),
  initial_device_display_name: keptText(1000).nullish(),
  refresh_token: z.boolean().nullish(),
  'jp.sekisho.approval_code': z.string().max(100).nullish(),
});

export async function login(exchange: Exchange, { identity }: Rooms): Promise<Answer> {
  const input = bodyOf(exchange, body);
  if (input.type !== 'm.login.password') throw new Refused('bad_request', { detail: 'type: m.login.password だけが使えます / only m.login.password is offered' });
  const { identifier } = input;
  if (identifier && identifier.type !== 'm.id.user') throw new Refused('bad_request', { detail: 'identifier.type: m.id.user だけが使えます / only m.id.user is offered' });
  const user = identifier?.user ?? input.user;
  if (!user || !input.password) throw new Refused('bad_request', { detail: 'identifier.user と password が必要です / are required' });
  const result = await identity.login({
    user, password: input.password,
    zone: exchange.zone, class: exchange.class, address: exchange.address, agent: exchange.agent,
    deviceId: input.device_id || null,
    displayName: input.initial_device_display_name?.slice(0, longestName) || null,
    approvalCode: input['jp.sekisho.approval_code'] ?? null,
    refreshable: input.refresh_token ?? false,
  });
  return {
    status: 200,
    body: { user_id: result.userId, device_id: result.deviceId, ...tokenAnswer(result), well_known: clientConfiguration(exchange.origin) },
  };
}
