/** POST user/{userId}/openid/request_token: by it another service learns who the person is, from Sekisho alone. */
import { Refused } from '#http/refused.ts';
import type { Answer, Exchange } from '../exchange.ts';
import type { Rooms } from '../rooms.ts';
import { sessionOf } from './input.ts';

export async function requestOpenIdToken(exchange: Exchange, { identity, serverName }: Rooms): Promise<Answer> {
  const { userId } = sessionOf(exchange).person;
  if (exchange.params['userId'] !== userId) throw new Refused('not_found');
  const { token, expiresInSeconds } = await identity.openId.issue(userId);
  return { status: 200, body: { access_token: token, token_type: 'Bearer', matrix_server_name: serverName, expires_in: expiresInSeconds } };
}
