/** Entering and leaving rooms, inviting, removing (4.4.2). */
import type { OperationOf } from '#matrix/operation-of.ts';
import { enterRoom } from '../facts/acts.ts';
import { member } from '../facts/member.ts';
import type { Route } from '../route.ts';
import { forward, judge } from './rows.ts';

type Chapter = 'banning' | 'inviting' | 'joining' | 'kicking' | 'knocking' | 'leaving' | 'list_joined_rooms';

const redactEvents = 'redact_events で他人の発言を消す扉 / redact_events would delete another’s messages';

export const membership = {
  ban: judge(redactEvents, member('ban')),
  unban: judge('退室の取消 / lifts a ban', member('unban')),
  kick: judge(redactEvents, member('kick')),
  inviteUser: judge('外部の連絡先への招待は不可 (同じパスの inviteBy3PID) / no third-party invitation by the same path', member('invite')),
  joinRoomById: forward('入室 / joining', enterRoom('join')),
  joinRoom: forward('入室 / joining', enterRoom('join')),
  knockRoom: forward('入室の申請 / knocking', enterRoom('knock')),
  leaveRoom: forward('退室 / leaving'),
  forgetRoom: forward('退室した部屋を一覧から外す / forgetting a room one has left'),
  getJoinedRooms: forward('自分の部屋の一覧 / the rooms one is in'),
} satisfies Record<OperationOf<Chapter>, Route>;
