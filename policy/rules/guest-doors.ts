/**
 * 4.5.15 外部事業者などをゲストユーザーとして招待し、ゲストからはトークルームの作成ができない（一般ユーザーから招待されたトークルームのみで
 * 利用できる）状態に設定ができること。
 * A guest talks in the rooms that staff invite to and changes nothing about them: no making or upgrading of rooms, no
 * inviting or removing, no state, no looking for people or rooms (the profile of somebody one meets stays visible), no
 * knocking. Joining stays open, for that is how an invitation is accepted.
 */
import type { Rule } from '../rule.ts';

export const guestDoors: Rule<'create_room' | 'upgrade_room' | 'member' | 'set_state' | 'directory' | 'enter_room'> = (facts) => {
  if (facts.caller.account.kind !== 'guest') return null;
  if (facts.act === 'directory') return facts.what === 'profile' ? null : 'guest_not_allowed';
  if (facts.act === 'enter_room') return facts.how === 'join' ? null : 'guest_not_allowed';
  return 'guest_not_allowed';
};
