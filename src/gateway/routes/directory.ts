/** Finding people and rooms inside the city; nothing outside is asked. */
import type { OperationOf } from '#matrix/operation-of.ts';
import { directory as look } from '../facts/acts.ts';
import type { Route } from '../route.ts';
import { forward, refuse } from './rows.ts';

type Chapter = 'directory' | 'list_public_rooms' | 'third_party_lookup' | 'users';

const bridges = '外部サービスとの橋渡しはない / there are no bridges';

export const directory = {
  searchUserDirectory: forward('職員を探す / finding people', look('people')),
  getPublicRooms: forward('公開の部屋を探す / finding rooms', look('rooms')),
  queryPublicRooms: forward('公開の部屋を探す / finding rooms', look('rooms')),
  getRoomVisibilityOnDirectory: forward('部屋の公開の有無 / whether a room is listed', look('rooms')),
  setRoomVisibilityOnDirectory: forward('部屋を公開する / listing a room', look('rooms')),
  getRoomIdByAlias: forward('部屋の別名 / aliases', look('rooms')),
  setRoomAlias: forward('部屋の別名 / aliases', look('rooms')),
  deleteRoomAlias: forward('部屋の別名 / aliases', look('rooms')),
  getLocalAliases: forward('部屋の別名 / aliases'),
  getProtocols: refuse(bridges),
  getProtocolMetadata: refuse(bridges),
  queryLocationByProtocol: refuse(bridges),
  queryUserByProtocol: refuse(bridges),
  queryLocationByAlias: refuse(bridges),
  queryUserByID: refuse(bridges),
} satisfies Record<OperationOf<Chapter>, Route>;
