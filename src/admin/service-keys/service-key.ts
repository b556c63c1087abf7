/** A service key as the admin REST shows it: all but the key itself. */
import { z } from 'zod';
import { rfc3339 } from '#lib/clock.ts';
import type { ServiceKey } from '#store/repositories/service-keys.ts';
import { time, timeOrNull } from '../fields.ts';

export const serviceKey = z.strictObject({
  id: z.string(), name: z.string(), scopes: z.array(z.string()), created: time, created_by: z.string(),
  last_used: time.nullable().describe('分まで / To the minute'),
});

export const serviceKeyOf = ({ id, name, scopes, created, createdBy, lastUsed }: ServiceKey) => ({
  id, name, scopes, created: rfc3339(created), created_by: createdBy, last_used: timeOrNull(lastUsed),
});
