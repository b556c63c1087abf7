/** The rule settings in force. */
import { z } from 'zod';
import { settings } from '#policy/settings.ts';
import { endpoint } from '../endpoint.ts';
import { origin, originOf } from './version.ts';

export const get = endpoint({
  method: 'GET',
  path: 'policy',
  summary: '今の規則の設定 / The rule settings in force',
  scope: 'policy:read',
  answers: { 200: z.strictObject({ ...origin, settings }) },
  async handler({ rooms }) {
    const current = await rooms.decisions.current();
    return { status: 200, body: { ...originOf(current), settings: current.settings } };
  },
});
