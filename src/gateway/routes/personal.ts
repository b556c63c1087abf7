/** What a person keeps for himself, and how he is notified: account data, tags, push, presence, profile (4.4.6, 4.4.8, 4.4.11, 4.4.12). */
import type { OperationOf } from '#matrix/operation-of.ts';
import { directory } from '../facts/acts.ts';
import { setPusher } from '../facts/set-pusher.ts';
import { postPusher } from '../handlers/postPusher.ts';
import type { Route } from '../route.ts';
import { forward } from './rows.ts';

type Chapter = 'account-data' | 'notifications' | 'presence' | 'profile' | 'pusher' | 'pushrules' | 'tags';

const pushRules = '部屋ごとの通知の設定 / notification settings';

export const personal = {
  setAccountData: forward('クライアントの設定 / a client’s settings'),
  getAccountData: forward('クライアントの設定 / a client’s settings'),
  setAccountDataPerRoom: forward('クライアントの設定 / a client’s settings'),
  getAccountDataPerRoom: forward('クライアントの設定 / a client’s settings'),
  getRoomTags: forward('お気に入りの部屋 / favourite rooms'),
  setRoomTag: forward('お気に入りの部屋 / favourite rooms'),
  deleteRoomTag: forward('お気に入りの部屋 / favourite rooms'),
  getNotifications: forward('通知の一覧 / notifications'),
  setPresence: forward('在席 / presence'),
  getPresence: forward('在席 / presence'),
  getUserProfile: forward('プロフィール / profiles', directory('profile')),
  getProfileField: forward('プロフィール / profiles', directory('profile')),
  setProfileField: forward('自分のプロフィール / one’s own profile'),
  deleteProfileField: forward('自分のプロフィール / one’s own profile'),
  getPushers: forward('通知先の一覧 / pushers'),
  postPusher: { handling: 'answer', access: 'session', body: 'judged', facts: setPusher, handler: postPusher, note: '通知先は市の一覧だけ; 一時停止のときに外せるよう覚える / listed push gateways only; remembered so that a suspension can take them away' },
  getPushRules: forward(pushRules),
  getPushRulesGlobal: forward(pushRules),
  getPushRule: forward(pushRules),
  setPushRule: forward(pushRules),
  deletePushRule: forward(pushRules),
  isPushRuleEnabled: forward(pushRules),
  setPushRuleEnabled: forward(pushRules),
  getPushRuleActions: forward(pushRules),
  setPushRuleActions: forward(pushRules),
} satisfies Record<OperationOf<Chapter>, Route>;
