/** Turns a waiting request down (4.5.2). */
import { endpoint } from '../endpoint.ts';
import { byId, reasonOnly } from '../fields.ts';
import { device, deviceOf } from './device.ts';

export const reject = endpoint({
  method: 'POST',
  path: 'devices/{id}/reject',
  summary: '承認の求めを断る / Turns a waiting request down',
  scope: 'devices:write',
  params: byId,
  body: reasonOnly,
  answers: { 200: device },
  async handler({ params, body, caller, rooms }) {
    return { status: 200, body: deviceOf(await rooms.identity.devices.reject(params.id, caller.actor, body.why)) };
  },
});
