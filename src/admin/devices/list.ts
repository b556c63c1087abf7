/** Devices, the waiting requests among them (4.5.2). */
import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { given, listOf, page, pageOf, userId } from '../fields.ts';
import { knownId } from '../users/user.ts';
import { device, deviceOf, deviceState } from './device.ts';

export const list = endpoint({
  method: 'GET',
  path: 'devices',
  summary: '端末の一覧。state=waiting は承認を待つ端末 / Devices; state=waiting are those that wait for approval',
  scope: 'devices:read',
  query: z.strictObject({ ...page, state: deviceState.optional(), user_id: userId.optional() }),
  answers: { 200: listOf(device) },
  async handler({ query: { from, limit, state, user_id }, rooms }) {
    const userOfDevices = user_id === undefined ? undefined : knownId(rooms.people, user_id);
    const devices = await rooms.store.devices.list({ ...given({ after: from, state, userId: userOfDevices }), limit: limit + 1 });
    return { status: 200, body: pageOf(devices, limit, (row) => row.id, deviceOf) };
  },
});
