/** Makes a key for another system, with the scopes it needs and no more; the key is answered once and kept as a hash. */
import { z } from 'zod';
import { sha256 } from '#lib/hash.ts';
import { randomId, randomSecret } from '#lib/random.ts';
import { Refused } from '#model/refused.ts';
import { serviceKeyPrefix } from '../access.ts';
import { endpoint } from '../endpoint.ts';
import { line, why } from '../fields.ts';
import { scopes } from '../scopes.ts';
import { serviceKey, serviceKeyOf } from './service-key.ts';

export const create = endpoint({
  method: 'POST',
  path: 'service-keys',
  summary: '他のシステムの鍵を作る。鍵は一度だけ答えます / Makes a key for another system; it is answered once',
  scope: 'service-keys:write',
  body: z.strictObject({
    name: line(100).min(1).describe('どのシステムのものか / Whose it is'),
    scopes: z.array(z.enum(scopes)).min(1).max(scopes.length),
    why,
  }),
  answers: { 201: serviceKey.extend({ key: z.string() }) },
  async handler({ body: { name, scopes: wanted, why: reason }, caller: { actor, scopes: own }, rooms: { audit, clock, store } }) {
    if (own !== null && !wanted.every((scope) => own.includes(scope))) {
      throw new Refused('not_admin', { detail: '自分にない権限は渡せません / a key hands on no more than it has' });
    }
    const secret = randomSecret(serviceKeyPrefix);
    const key = { id: randomId(), name, scopes: [...new Set(wanted)], created: clock(), createdBy: actor, lastUsed: null };
    await store.transaction(async (tx) => {
      await tx.serviceKeys.add(key, sha256(secret));
      await audit.append(tx, { kind: 'admin', act: 'service_keys.create', actor, ...(reason !== undefined && { why: reason }), details: { id: key.id, name, scopes: key.scopes } });
      await tx.announce('service_key', key.id);
    });
    return { status: 201, body: { ...serviceKeyOf(key), key: secret } };
  },
});
