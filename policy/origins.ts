/**
 * Scheme, host and port of an address, in the one form that every URL parser reads alike. What two parsers could read
 * differently (a user before the host, backslashes, control characters, other scripts) is no address here: the rule and
 * the homeserver must not disagree on where a push goes (4.4.6).
 */
export interface Origin {
  scheme: string;
  host: string;
  /** `*` stands for any. */
  port: string;
  /** What follows: the path, or nothing. */
  rest: string;
}

const form = /^(https?):\/\/([a-z0-9.-]+|\[[0-9a-f:]+\])(?::([1-9]\d{0,4}|\*))?((?:\/[!-[\]-~]*)?)$/i;

export function parseOrigin(text: string): Origin | null {
  const [, scheme, host, port, rest] = form.exec(text) ?? [];
  if (scheme === undefined || host === undefined || rest === undefined) return null;
  const known = scheme.toLowerCase();
  return { scheme: known, host: host.toLowerCase(), port: port ?? (known === 'https' ? '443' : '80'), rest };
}

/** Whether `text` is an origin alone, without a path. */
export function isOrigin(text: string): boolean {
  return parseOrigin(text)?.rest === '';
}
