/**
 * The body of a client's request as a stream of its own. undici destroys the stream it was given when an answer comes early
 * or the transfer is ended; were that the request itself, the client's connection would be stuck with the rest of the body.
 */
import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { Refused } from '#http/refused.ts';

/**
 * Reads `req` as fast as the result is read, and counts; the rest of a result that is destroyed flows away unread.
 * Beyond `limit` bytes the result fails with `too_large` before its end, so that nothing upstream is ever complete.
 */
export function requestStream(req: IncomingMessage, limit = Infinity): Readable {
  let size = 0;
  const stream = new Readable({
    read: () => void req.resume(),
    destroy(error, callback) {
      req.off('data', onData).resume();
      callback(error);
    },
  });
  const onData = (chunk: Buffer) => {
    size += chunk.length;
    if (size > limit) stream.destroy(new Refused('too_large'));
    else if (!stream.push(chunk)) req.pause();
  };
  req.on('data', onData).once('end', () => stream.push(null)).once('error', () => stream.destroy());
  return stream;
}
