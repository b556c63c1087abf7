/** Takes a key away from another system; its next call is refused. */
import { z } from 'zod';
import { Refused } from '#model/refused.ts';
import { endpoint } from '../endpoint.ts';
import { byId, reasonOnly } from '../fields.ts';

export const revoke = endpoint({
  method: 'DELETE',
  path: 'service-keys/{id}',
  summary: '他のシステムの鍵を取り消す / Revokes a key',
  scope: 'service-keys:write',
  params: byId,
  body: reasonOnly,
  answers: { 200: z.strictObject({}) },
  async handler({ params: { id }, body: { why }, caller: { actor }, rooms: { audit, store } }) {
    await store.transaction(async (tx) => {
      const key = await tx.serviceKeys.get(id);
      if (key === null) throw new Refused('not_found');
      await tx.serviceKeys.remove(id);
      await audit.append(tx, { kind: 'admin', act: 'service_keys.revoke', actor, ...(why !== undefined && { why }), details: { id, name: key.name } });
      await tx.announce('service_key', id);
    });
    return { status: 200, body: {} };
  },
});
