/** POST refresh: a new pair of tokens for a client that asked for tokens which expire. */
import { z } from 'zod';
import type { Answer, Exchange } from '../exchange.ts';
import type { Rooms } from '../rooms.ts';
import { bodyOf } from './input.ts';
import { tokenAnswer } from './token-answer.ts';

const body = z.looseObject({ refresh_token: z.string().min(1).max(500) });

export async function refresh(exchange: Exchange, { identity }: Rooms): Promise<Answer> {
  const pair = await identity.refresh(bodyOf(exchange, body).refresh_token, exchange);
  return { status: 200, body: tokenAnswer(pair) };
}
