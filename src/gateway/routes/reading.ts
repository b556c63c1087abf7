/** Reading: sync and the history of rooms one is in; who may read what is the homeserver's to say. */
import type { OperationOf } from '#matrix/operation-of.ts';
import type { Route } from '../route.ts';
import { forward, refuse } from './rows.ts';

type Chapter = 'event_context' | 'filter' | 'message_pagination' | 'mutual_rooms' | 'old_sync' | 'relations' | 'room_event_by_timestamp'
  | 'room_initial_sync' | 'room_summary' | 'rooms' | 'search' | 'space_hierarchy' | 'sync' | 'threads_list';

const old = '廃止された同期; 現在のクライアントは使わない / deprecated, and no client of today uses it';

export const reading = {
  sync: forward('同期 / sync'),
  defineFilter: forward('同期の絞り込み / filters'),
  getFilter: forward('同期の絞り込み / filters'),
  getRoomEvents: forward('履歴 / history'),
  getEventContext: forward('履歴 / history'),
  getOneRoomEvent: forward('履歴 / history'),
  getRelatingEvents: forward('返信・スレッド・反応 / relations'),
  getRelatingEventsWithRelType: forward('返信・スレッド・反応 / relations'),
  getRelatingEventsWithRelTypeAndEventType: forward('返信・スレッド・反応 / relations'),
  getThreadRoots: forward('スレッドの一覧 / threads'),
  getEventByTimestamp: forward('日付で探す / jump to a date'),
  getRoomState: forward('部屋の状態 / state'),
  getRoomStateWithKey: forward('部屋の状態 / state'),
  getMembersByRoom: forward('参加者 / members'),
  getJoinedMembersByRoom: forward('参加者 / members'),
  getRoomSummary: forward('部屋の概要 / a room’s summary'),
  getSpaceHierarchy: forward('スペースの中身 / a space’s rooms'),
  getMutualRooms: refuse('クエリの user_id は通さない / a user_id in the query never passes'),
  search: forward('検索 / search'),
  getEvents: refuse(`${old} (peekEvents も同じパス / peekEvents shares its path)`),
  initialSync: refuse(old),
  getOneEvent: refuse(old),
  roomInitialSync: refuse(old),
} satisfies Record<OperationOf<Chapter>, Route>;
