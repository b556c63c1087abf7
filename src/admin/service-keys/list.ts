/** Which systems may call the admin REST. */
import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { listOf, page, pageOf } from '../fields.ts';
import { serviceKey, serviceKeyOf } from './service-key.ts';

export const list = endpoint({
  method: 'GET',
  path: 'service-keys',
  summary: '他のシステムの鍵の一覧 / The keys of other systems',
  scope: 'service-keys:read',
  query: z.strictObject(page),
  answers: { 200: listOf(serviceKey) },
  async handler({ query: { from, limit }, rooms }) {
    const keys = await rooms.store.serviceKeys.list(from, limit + 1);
    return { status: 200, body: pageOf(keys, limit, (key) => key.id, serviceKeyOf) };
  },
});
