/** Facts of sending a message event (PUT rooms/{roomId}/send/…). */
import type { Caller, FactsOf } from '#policy/facts.ts';
import type { Exchange } from '../exchange.ts';
import type { Gathering } from '../route.ts';
import { objectBody } from './body.ts';
import { hasEncryptedFile } from './content.ts';

export const sendEvent: Gathering<'send_event'> = { act: 'send_event', gather };

function gather(exchange: Exchange, caller: Caller): FactsOf<'send_event'> {
  return {
    act: 'send_event', caller,
    type: exchange.params['eventType'] ?? '',
    encrypted_file: hasEncryptedFile(objectBody(exchange.body)),
  };
}
