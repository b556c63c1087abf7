/** The caller's access token: in the Authorization header alone, since addresses end in logs (4.2.1). */
import type { IncomingMessage } from 'node:http';
import { Refused } from '#http/refused.ts';
import type { Identity } from '#identity/identity.ts';
import type { Session } from '#identity/sessions.ts';

const bearer = /^Bearer ([\x21-\x7e]{1,500})$/i;

/** @throws Refused `token_missing` */
export function bearerToken(req: IncomingMessage): string {
  const token = bearer.exec(req.headers.authorization ?? '')?.[1];
  if (token === undefined) throw new Refused('token_missing');
  return token;
}

/** @throws Refused `token_unknown`; with `soft_logout` when it only expired, so that the client keeps its data */
export async function sessionOf(identity: Identity, token: string): Promise<Session> {
  const session = await identity.authenticate(token);
  if (session === 'unknown') throw new Refused('token_unknown', { soft_logout: false });
  if (session === 'expired') throw new Refused('token_unknown', { soft_logout: true });
  return session;
}
