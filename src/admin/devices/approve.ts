/** Approves a device (4.5.2): a waiting request is let in at its next login within a day, bound to the session that comes of it. */
import { endpoint } from '../endpoint.ts';
import { byId, reasonOnly } from '../fields.ts';
import { device, deviceOf } from './device.ts';

export const approve = endpoint({
  method: 'POST',
  path: 'devices/{id}/approve',
  summary: '端末を承認する。待っている端末は、その人の次のログインで使えます / Approves a device; a waiting one is let in at its next login',
  scope: 'devices:write',
  params: byId,
  body: reasonOnly,
  answers: { 200: device },
  async handler({ params, body, caller, rooms }) {
    return { status: 200, body: deviceOf(await rooms.identity.devices.approve(params.id, caller.actor, body.why)) };
  },
});
