/** Reports whether a device is encrypted (4.5.3): from an MDM by a service key, or by an administrator who has seen it. */
import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { byId, why } from '../fields.ts';
import { device, deviceOf } from './device.ts';

export const posture = endpoint({
  method: 'PUT',
  path: 'devices/{id}/posture',
  summary: '端末が暗号化されているかを報告する / Reports whether a device is encrypted',
  scope: 'devices:write',
  params: byId,
  body: z.strictObject({ encrypted: z.boolean(), why }),
  answers: { 200: device },
  async handler({ params, body, caller, rooms }) {
    const changed = await rooms.identity.devices.reportPosture(params.id, body.encrypted, caller.actor, body.why);
    return { status: 200, body: deviceOf(changed) };
  },
});
