/** Facts of inviting, removing and banning. */
import type { FactsOf } from '#policy/facts.ts';
import type { Gathering } from '../route.ts';
import { objectBody } from './body.ts';
import { redactsEvents } from './content.ts';

const thirdPartyKeys = ['medium', 'address', 'id_server', 'id_access_token'];

export function member(change: FactsOf<'member'>['change']): Gathering<'member'> {
  return {
    act: 'member',
    gather(exchange, caller) {
      const body = objectBody(exchange.body);
      return { act: 'member', caller, change, redacts_events: redactsEvents(body), third_party: thirdPartyKeys.some((key) => key in body) };
    },
  };
}
