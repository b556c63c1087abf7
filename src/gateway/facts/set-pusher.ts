/** Facts of setting a pusher: to where notices about messages would go (4.4.6). */
import type { Caller, FactsOf } from '#policy/facts.ts';
import type { Exchange } from '../exchange.ts';
import type { Gathering } from '../route.ts';
import { isObject, objectBody } from './body.ts';

export const setPusher: Gathering<'set_pusher'> = { act: 'set_pusher', gather };

function gather(exchange: Exchange, caller: Caller): FactsOf<'set_pusher'> {
  const body = objectBody(exchange.body);
  const kind = body['kind'];
  const url = isObject(body['data']) ? body['data']['url'] : undefined;
  return {
    act: 'set_pusher', caller,
    kind: kind === null || kind === undefined ? 'remove' : kind === 'http' ? 'http' : 'other',
    // The query and fragment of the address may carry a secret and say nothing about where it leads.
    url: typeof url === 'string' ? url.replace(/[?#].*$/s, '').slice(0, 500) : null,
  };
}
