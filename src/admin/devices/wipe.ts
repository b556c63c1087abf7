/** Disables a device for good (4.5.4): its client forgets its data. */
import { endpoint } from '../endpoint.ts';
import { byId, reasonOnly } from '../fields.ts';
import { device, deviceOf } from './device.ts';

export const wipe = endpoint({
  method: 'POST',
  path: 'devices/{id}/wipe',
  summary: '端末を無効化する。端末のデータは消え、元に戻せません / Disables a device for good; its client forgets its data',
  scope: 'devices:write',
  params: byId,
  body: reasonOnly,
  answers: { 200: device },
  async handler({ params, body, caller, rooms }) {
    return { status: 200, body: deviceOf(await rooms.identity.devices.wipe(params.id, caller.actor, body.why)) };
  },
});
