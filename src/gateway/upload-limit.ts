/**
 * 4.4.3: how large a file may be, as the homeserver tells every client. It hangs up on what is larger, which would look like
 * an outage: so that is refused here, before a byte is sent on. Asked anew for each upload: it never goes stale, and a token
 * that the homeserver has forgotten is found out while there is still a body to send.
 */
import { operations } from '#matrix/operations.ts';
import { isObject } from './facts/body.ts';
import type { Asking, Forwarder } from './forward.ts';

/** @throws Refused as `Forwarder.request` does */
export async function uploadLimit(forwarder: Forwarder, asking: Omit<Asking, 'method'>): Promise<number> {
  const { method, path } = operations.getConfigAuthed;
  const { body } = await forwarder.request(path, { ...asking, method });
  const size = isObject(body) ? body['m.upload.size'] : undefined;
  return typeof size === 'number' ? size : Infinity;
}
