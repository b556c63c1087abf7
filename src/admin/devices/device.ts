/** A device as the admin REST shows it (contract.md). */
import { z } from 'zod';
import { rfc3339 } from '#lib/clock.ts';
import type { Device } from '#model/device.ts';
import { time } from '../fields.ts';

export const deviceState = z.enum(['waiting', 'active', 'suspended', 'wiped', 'rejected']);

export const device = z.strictObject({
  id: z.string(),
  user_id: z.string(),
  device_id: z.string().nullable().describe('Matrix の端末 ID。待っている端末にはないことがあります / Matrix\'s device ID; a waiting client may have none'),
  display_name: z.string().nullable(),
  class: z.enum(['pc', 'mobile']),
  zone: z.enum(['lgwan', 'internet']).describe('最初にログインした区域 / Where it first logged in'),
  state: deviceState,
  approved: z.boolean(),
  posture: z.strictObject({ encrypted: z.boolean(), reported_at: time, reported_by: z.string() }).nullable(),
  first_seen: time,
  last_seen: time,
  address: z.string(),
  agent: z.string(),
});

export const deviceOf = ({ posture, ...of }: Device) => ({
  id: of.id, user_id: of.userId, device_id: of.deviceId, display_name: of.displayName, class: of.class, zone: of.zone, state: of.state, approved: of.approved,
  posture: posture === null ? null : { encrypted: posture.encrypted, reported_at: rfc3339(posture.reportedAt), reported_by: posture.reportedBy },
  first_seen: rfc3339(of.firstSeen), last_seen: rfc3339(of.lastSeen), address: of.address, agent: of.agent,
});
