/**
 * A client that sends what it is told, byte for byte: no library tidies a path, joins headers or refuses a method. A few kept
 * connections from one source address, each with one request at a time, so that tens of thousands go through in a minute.
 */
import { connect, type Socket } from 'node:net';

export interface RawAnswer {
  /** 0 when the connection ended without an answer. */
  status: number;
  contentType: string;
  body: string;
}

export interface RawClient {
  /** `head` ends before the empty line; it is sent as latin1, so that any byte can be said. */
  send(head: string, body: string): Promise<RawAnswer>;
  close(): void;
}

const silentMs = 20_000;
const headEnd = Buffer.from('\r\n\r\n');

interface Pending {
  bodyless: boolean;
  done(answer: RawAnswer): void;
}

class Line {
  readonly #open: () => Socket;
  #socket: Socket | null = null;
  #received = Buffer.alloc(0);
  #pending: Pending | null = null;

  constructor(open: () => Socket) {
    this.#open = open;
  }

  ask(head: string, body: string): Promise<RawAnswer> {
    return new Promise((done) => {
      this.#pending = { bodyless: head.startsWith('HEAD '), done };
      const socket = this.#socket ??= this.#connected();
      socket.write(Buffer.from(`${head}\r\n\r\n${body}`, 'latin1'));
    });
  }

  close(): void {
    this.#socket?.destroy();
  }

  #connected(): Socket {
    const socket = this.#open();
    this.#received = Buffer.alloc(0);
    socket.setNoDelay(true).setTimeout(silentMs, () => socket.destroy());
    socket.on('data', (chunk) => {
      this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
      this.#read(false);
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      if (this.#socket === socket) this.#socket = null;
      this.#read(true);
      this.#answer({ status: 0, contentType: '', body: '' });
    });
    return socket;
  }

  #read(ended: boolean): void {
    const at = this.#received.indexOf(headEnd);
    if (at < 0 || this.#pending === null) return;
    const head = this.#received.subarray(0, at).toString('latin1');
    const status = Number(head.slice(9, 12));
    const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
    const chunked = /\r\ntransfer-encoding: *chunked/i.test(head);
    const bodyless = this.#pending.bodyless || status === 204 || status === 304;
    let rest = this.#received.subarray(at + headEnd.length);
    if (!bodyless && length !== undefined && rest.length < Number(length) && !ended) return;
    if (!bodyless && length === undefined && !ended && !(chunked && rest.includes('0\r\n\r\n'))) return;
    if (length !== undefined) rest = rest.subarray(0, Number(length));
    if (/\r\nconnection: *close/i.test(head)) this.#drop();
    this.#received = Buffer.alloc(0);
    this.#answer({ status, contentType: /\r\ncontent-type: *([^\r]*)/i.exec(head)?.[1] ?? '', body: bodyless ? '' : rest.toString('utf8') });
  }

  #drop(): void {
    const socket = this.#socket;
    this.#socket = null;
    socket?.removeAllListeners('close').removeAllListeners('data').destroy();
  }

  #answer(answer: RawAnswer): void {
    const pending = this.#pending;
    this.#pending = null;
    pending?.done(answer);
  }
}

export function createRawClient(port: number, from: string, lines = 4): RawClient {
  const all = Array.from({ length: lines }, () => new Line(() => connect({ port, host: '127.0.0.1', localAddress: from })));
  const idle = [...all];
  const waiting: ((line: Line) => void)[] = [];

  return {
    async send(head, body) {
      const line = idle.pop() ?? await new Promise<Line>((take) => waiting.push(take));
      try {
        return await line.ask(head, body);
      } finally {
        const next = waiting.shift();
        if (next === undefined) idle.push(line);
        else next(line);
      }
    },
    close() {
      for (const line of all) line.close();
    },
  };
}
