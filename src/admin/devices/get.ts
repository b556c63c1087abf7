/** One device. */
import { Refused } from '#model/refused.ts';
import { endpoint } from '../endpoint.ts';
import { byId } from '../fields.ts';
import { device, deviceOf } from './device.ts';

export const get = endpoint({
  method: 'GET',
  path: 'devices/{id}',
  summary: '端末 / One device',
  scope: 'devices:read',
  params: byId,
  answers: { 200: device },
  async handler({ params, rooms }) {
    const found = await rooms.store.devices.get(params.id);
    if (found === null) throw new Refused('not_found');
    return { status: 200, body: deviceOf(found) };
  },
});
