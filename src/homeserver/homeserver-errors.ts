/** The two ways in which the homeserver does not do what Sekisho asked: it cannot be reached, or it said no. */

/** No answer: the network, a time-out, a status of 5xx, or an answer that is no Matrix. Worth another try later. */
export class HomeserverUnavailable extends Error {
  override readonly name = 'HomeserverUnavailable';

  constructor(what: string, cause?: unknown) {
    super(`ホームサーバが応答しません（${what}） / The homeserver does not answer (${what})`, { cause });
  }
}

/** The homeserver's own refusal. */
export class HomeserverRefused extends Error {
  override readonly name = 'HomeserverRefused';
  readonly status: number;
  readonly errcode: string;

  constructor(what: string, status: number, errcode: string) {
    super(`ホームサーバが拒否しました（${what}: ${status} ${errcode}） / The homeserver refused (${what}: ${status} ${errcode})`);
    this.status = status;
    this.errcode = errcode;
  }
}
