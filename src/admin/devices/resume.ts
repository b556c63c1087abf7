/** Lets a suspended device in again (4.5.4); what it missed arrives. */
import { endpoint } from '../endpoint.ts';
import { byId, reasonOnly } from '../fields.ts';
import { device, deviceOf } from './device.ts';

export const resume = endpoint({
  method: 'POST',
  path: 'devices/{id}/resume',
  summary: '一時停止を解く。ログインし直す必要はありません / Ends the suspension; no new login is needed',
  scope: 'devices:write',
  params: byId,
  body: reasonOnly,
  answers: { 200: device },
  async handler({ params, body, caller, rooms }) {
    return { status: 200, body: deviceOf(await rooms.identity.devices.resume(params.id, caller.actor, body.why)) };
  },
});
