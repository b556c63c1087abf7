/** The signed head of the audit log as it stands: whoever keeps it can tell later whether the log was cut or rewritten. */
import { z } from 'zod';
import { endpoint } from '../endpoint.ts';

export const checkpoint = endpoint({
  method: 'GET',
  path: 'audit/checkpoint',
  summary: '監査ログの署名つきの現在値 / The signed head of the audit log',
  scope: 'audit:read',
  answers: { 200: z.strictObject({ checkpoint: z.string() }) },
  handler: async ({ rooms }) => ({ status: 200, body: { checkpoint: await rooms.audit.checkpoint() } }),
});
