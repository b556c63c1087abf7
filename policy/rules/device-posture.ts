/**
 * 4.5.3 暗号化設定がされているモバイル端末のみの利用を許可することができること。
 * Where the city asks for encryption, somebody must have reported it, and not too long ago: an old report counts as none.
 * A login is let through without a report, for nobody can report on a device before it exists; the session that comes of it
 * can do nothing until then. A device that is known to be unencrypted does not even log in.
 */
import { postureOf } from '../admission.ts';
import type { CallerAct, Rule } from '../rule.ts';

export const devicePosture: Rule<CallerAct> = ({ act, caller }, { settings }) => {
  if (postureOf(caller, settings) === 'none') return null;
  const { posture } = caller.device;
  if (posture === null || posture.age_hours > settings.posture.max_age_hours) return act === 'login' ? null : 'posture_unknown';
  return posture.encrypted ? null : 'posture_not_encrypted';
};
