/**
 * 4.4.9 送信者に限りメッセージの削除を行えること。
 * Only its sender deletes a message, whatever power somebody has in the room. The doors to it, and who shuts them:
 * - `PUT redact/{eventId}`: here; the one way that stays open, for one's own messages. `POST redact` is no route.
 * - a request that takes related events along (MSC3912): here, for those may be somebody else's.
 * - `send/m.room.redaction`, which names its target in the content: here, whoever the target is, since the way above exists.
 *   Delayed sending of it (MSC4140): no route.
 * - `redact_events` on a ban or kick, by `ban`, `kick` or as `state/m.room.member` (MSC4293): here.
 * - `m.room.redaction` as state means nothing today; refused so that it never will.
 * - `m.room.retention`, as state or with a new room: here, for it makes homeserver and clients delete everybody's messages.
 * - the power level `redact`, by `createRoom`, `upgrade` or state: no door within a city, because this rule looks at the
 *   sender and not at power.
 */
import type { Rule } from '../rule.ts';

const deletingTypes = ['m.room.redaction', 'm.room.retention', 'org.matrix.msc1763.retention'];

export const deletion: Rule<'redact' | 'send_event' | 'set_state' | 'member' | 'create_room'> = (facts) => {
  switch (facts.act) {
    case 'redact':
      if (facts.target === 'unknown') return 'not_found';
      return facts.target === 'other' || facts.with_relations ? 'not_sender' : null;
    case 'member': return facts.redacts_events ? 'not_sender' : null;
    case 'send_event': return deletingTypes.includes(facts.type) ? 'not_sender' : null;
    case 'set_state': return deletingTypes.includes(facts.type) || facts.redacts_events ? 'not_sender' : null;
    case 'create_room': return facts.state_types.some((type) => deletingTypes.includes(type)) ? 'not_sender' : null;
  }
};
