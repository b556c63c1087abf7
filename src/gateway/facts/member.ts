/** Facts of inviting, removing and banning. */
import type { Caller, FactsOf } from '#policy/facts.ts';
import type { Exchange } from '../exchange.ts';
import type { Gather } from '../route.ts';
import { objectBody } from './body.ts';
import { redactsEvents } from './content.ts';

export function member(change: FactsOf<'member'>['change']): Gather {
  return (exchange: Exchange, caller: Caller): FactsOf<'member'> => {
    const body = objectBody(exchange.body);
    return {
      act: 'member', caller, change,
      redacts_events: redactsEvents(body),
      third_party: ['medium', 'address', 'id_server', 'id_access_token'].some((key) => key in body),
    };
  };
}
