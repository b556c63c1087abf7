/** Cuts a device off within seconds (4.5.4); its client keeps its data, and nothing is pushed to it meanwhile. */
import { endpoint } from '../endpoint.ts';
import { byId, reasonOnly } from '../fields.ts';
import { device, deviceOf } from './device.ts';

export const suspend = endpoint({
  method: 'POST',
  path: 'devices/{id}/suspend',
  summary: '端末を一時停止する。データは残り、resume で戻せます / Suspends a device; its data stays, resume undoes it',
  scope: 'devices:write',
  params: byId,
  body: reasonOnly,
  answers: { 200: device },
  async handler({ params, body, caller, rooms }) {
    return { status: 200, body: deviceOf(await rooms.identity.devices.suspend(params.id, caller.actor, body.why)) };
  },
});
