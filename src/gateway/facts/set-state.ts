/** Facts of setting state (PUT rooms/{roomId}/state/…), with an empty state key in either of its forms. */
import type { Caller, FactsOf } from '#policy/facts.ts';
import type { Exchange } from '../exchange.ts';
import type { Gathering } from '../route.ts';
import { objectBody } from './body.ts';
import { hasEncryptedFile, redactsEvents } from './content.ts';

export const setState: Gathering<'set_state'> = { act: 'set_state', gather };

function gather(exchange: Exchange, caller: Caller): FactsOf<'set_state'> {
  const content = objectBody(exchange.body);
  return {
    act: 'set_state', caller,
    type: exchange.params['eventType'] ?? '',
    encrypted_file: hasEncryptedFile(content),
    redacts_events: redactsEvents(content),
  };
}
