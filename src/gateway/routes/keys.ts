/**
 * End-to-end keys: clients upload theirs at login and misbehave if refused (homeserver.md). They do no harm,
 * since no room can be encrypted here.
 */
import type { OperationOf } from '#matrix/operation-of.ts';
import { uploadCrossSigningKeys } from '../handlers/uploadCrossSigningKeys.ts';
import type { Route } from '../route.ts';
import { answer, forward } from './rows.ts';

type Chapter = 'cross_signing' | 'key_backup' | 'keys' | 'to_device';

const keys_ = '鍵の登録と照会: 拒むとクライアントが動かない / clients misbehave if refused';
const backup = '鍵の控え: 使われないが拒むと警告が出続ける / unused, but clients warn for ever if refused';

export const keys = {
  uploadKeys: forward(keys_),
  queryKeys: forward(keys_),
  claimKeys: forward(keys_),
  getKeysChanges: forward(keys_),
  uploadCrossSigningKeys: answer('取り替えるときのパスワードは Sekisho が確かめる / replacing them asks for the password, which Sekisho keeps', uploadCrossSigningKeys),
  uploadCrossSigningSignatures: forward(keys_),
  sendToDevice: forward('端末間の通知 (検証など) / messages between devices, such as verification'),
  postRoomKeysVersion: forward(backup),
  getRoomKeysVersionCurrent: forward(backup),
  getRoomKeysVersion: forward(backup),
  putRoomKeysVersion: forward(backup),
  deleteRoomKeysVersion: forward(backup),
  putRoomKeyBySessionId: forward(backup),
  getRoomKeyBySessionId: forward(backup),
  deleteRoomKeyBySessionId: forward(backup),
  putRoomKeysByRoomId: forward(backup),
  getRoomKeysByRoomId: forward(backup),
  deleteRoomKeysByRoomId: forward(backup),
  putRoomKeys: forward(backup),
  getRoomKeys: forward(backup),
  deleteRoomKeys: forward(backup),
} satisfies Record<OperationOf<Chapter>, Route>;
