/** GET /.well-known/matrix/client: each zone's clients stay on the address that they came by. */
import type { Answer, Exchange } from '../exchange.ts';
import { clientConfiguration } from './client-configuration.ts';

export async function getWellknown(exchange: Exchange): Promise<Answer> {
  return { status: 200, body: clientConfiguration(exchange.origin) };
}
