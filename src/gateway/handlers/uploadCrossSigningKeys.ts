/**
 * POST keys/device_signing/upload: the first keys, and the same keys again, as they come; other keys in their place for the
 * password (MSC3967). Element X lets nobody in on a further phone who can neither verify it nor begin anew in this way.
 */
import { z } from 'zod';
import type { CrossSigningKeys } from '#homeserver/cross-signing.ts';
import type { Answer, Exchange } from '../exchange.ts';
import type { Rooms } from '../rooms.ts';
import { bodyOf, sessionOf } from './input.ts';
import { passedOn } from './passed-on.ts';

const key = z.looseObject({ keys: z.record(z.string(), z.string()) }).optional();
const keySet = { master_key: key, self_signing_key: key, user_signing_key: key };
const body = z.looseObject({ ...keySet, auth: z.unknown().optional() });
const kept = z.object(keySet);

export async function uploadCrossSigningKeys(exchange: Exchange, { identity, homeserver }: Rooms): Promise<Answer> {
  const session = sessionOf(exchange);
  const { userId } = session.person;
  const { auth, ...sent } = bodyOf(exchange, body);
  const keys = kept.parse(sent);
  const current = kept.parse(await homeserver.crossSigningKeys(userId));
  if (current.master_key !== undefined && !isSame(keys, current)) {
    const challenge = await identity.userInteractive.confirm(session, { operation: 'uploadCrossSigningKeys', auth, where: exchange });
    if (challenge !== null) return { status: 401, body: challenge };
  }
  return passedOn(homeserver.uploadCrossSigningKeys(userId, keys));
}

/** A public key stands under its own name, so the names tell. */
function isSame(sent: z.infer<typeof kept>, current: z.infer<typeof kept>): boolean {
  return (Object.keys(sent) as (keyof CrossSigningKeys)[]).every((kind) =>
    Object.keys(sent[kind]?.keys ?? {}).every((name) => current[kind]?.keys[name] !== undefined));
}
