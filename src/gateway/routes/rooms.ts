/** Rooms and what is said in them: making, sending, state, deleting (4.4.1, 4.4.2, 4.4.9). */
import type { OperationOf } from '#matrix/operation-of.ts';
import { createRoom } from '../facts/create-room.ts';
import { redact } from '../facts/redact.ts';
import { sendEvent } from '../facts/send-event.ts';
import { setState } from '../facts/set-state.ts';
import { upgradeRoom } from '../facts/upgrade-room.ts';
import type { Route } from '../route.ts';
import { forward, judge } from './rows.ts';

type Chapter = 'create_room' | 'redaction' | 'report_content' | 'room_send' | 'room_state' | 'room_upgrades' | 'read_markers' | 'receipts' | 'typing';

export const rooms = {
  createRoom: judge('暗号化を取り除く; 版と招待と初期状態を見る / encryption is taken out; version, invitations, initial state are judged', createRoom),
  sendMessage: judge('暗号化・削除イベントを送る扉 / a door to encryption and to deletion (m.room.redaction)', sendEvent),
  setRoomStateWithKey: judge('暗号化を入れる扉 / a door to encryption', setState),
  redactEvent: judge('送信者だけが削除できる / only its sender deletes a message', redact),
  upgradeRoom: judge('許された版だけ / allowed versions only', upgradeRoom),
  reportRoom: forward('通報 / reports'),
  reportEvent: forward('通報 / reports'),
  reportUser: forward('通報 / reports'),
  setReadMarker: forward('既読位置 / read markers'),
  postReceipt: forward('既読 / receipts'),
  setTyping: forward('入力中の表示 / typing'),
} satisfies Record<OperationOf<Chapter>, Route>;
