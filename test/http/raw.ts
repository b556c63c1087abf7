/** Raw bytes over a socket, for what no HTTP client would send. */
import { connect } from 'node:net';

const quietMs = 100;
/** How long a busy machine may need for an answer that is to come. */
const patienceMs = 20_000;

/** Sends `text` and gives all that comes back, until the other side closes or has given `answers` answers and is silent. */
export function raw(port: number, text: string | Buffer, answers = 1): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    let received = '';
    socket.setTimeout(patienceMs, () => socket.destroy());
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
      if (statuses(received).length >= answers) socket.setTimeout(quietMs);
    });
    socket.on('error', (error: NodeJS.ErrnoException) => (error.code === 'ECONNRESET' || error.code === 'EPIPE' ? undefined : reject(error)));
    socket.on('close', () => resolve(received));
  });
}

/** The status lines of all answers on a connection. */
export function statuses(received: string): number[] {
  return [...received.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
}
