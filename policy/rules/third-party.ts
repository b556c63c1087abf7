/**
 * 4.5.10 管理者が登録をしたユーザーのみが利用できること。
 * An invitation by e-mail address or telephone number is for people whom nobody registered, and it tells an identity server
 * outside who knows whom. Doors: `invite`, `createRoom`, and the state event that such an invitation becomes.
 */
import type { Rule } from '../rule.ts';

const invitation = 'm.room.third_party_invite';

export const thirdParty: Rule<'create_room' | 'member' | 'set_state'> = (facts) => {
  switch (facts.act) {
    case 'create_room': return facts.third_party_invites || facts.state_types.includes(invitation) ? 'third_party_not_allowed' : null;
    case 'member': return facts.third_party ? 'third_party_not_allowed' : null;
    case 'set_state': return facts.type === invitation ? 'third_party_not_allowed' : null;
  }
};
