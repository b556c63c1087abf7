/** What today's Element clients need beside the specification, and what they try that the city does not offer. */
import type { FurtherOperation } from '#matrix/further-operations.ts';
import { setState } from '../facts/set-state.ts';
import type { Route } from '../route.ts';
import { forward, judge, refuse } from './rows.ts';

const oneForm = '正式な形だけを使う / the specification’s form only';
const delayed = '遅延送信: 後から実行される削除や送信は判定を受けない / a delayed act runs later without being judged';
const oauth = 'ログインはパスワードだけ / password login only, for now';
const rendezvous = 'QR ログインは承認を経ない端末を増やす / a login by QR code makes a device without approval';
const calls = '通話サーバはない / there is no call server';
const dehydrated = '端末のない鍵の置き場は使わない / no device without its owner’s hands';

export const further = {
  setRoomState: judge('空の state_key の略記 / the empty state key without its slash', setState),
  getRoomStateByType: forward('空の state_key の略記 / the empty state key without its slash'),
  slidingSync: forward('Element X の同期 / Element X syncs by it'),
  slidingSyncV4: refuse('ホームサーバがまだ持たない / the homeserver does not have it yet'),
  getAuthMetadataUnstable: refuse(oauth),
  getAuthIssuerUnstable: refuse(oauth),
  createRendezvous: refuse(rendezvous),
  discoverRendezvousMsc4388: refuse(rendezvous),
  createRendezvousMsc4388: refuse(rendezvous),
  generateLoginTokenUnstable: refuse(oauth),
  getDelayedEvents: refuse(delayed),
  getDelayedEvent: refuse(delayed),
  updateDelayedEvent: refuse(delayed),
  cancelDelayedEvent: refuse(delayed),
  restartDelayedEvent: refuse(delayed),
  sendDelayedEvent: refuse(delayed),
  getDehydratedDevice: refuse(dehydrated),
  putDehydratedDevice: refuse(dehydrated),
  deleteDehydratedDevice: refuse(dehydrated),
  getDehydratedDeviceEvents: refuse(dehydrated),
  uploadCrossSigningKeysUnstable: refuse(oneForm),
  getRtcTransports: refuse(calls),
  getLivekitToken: refuse(calls),
  delegateDelayedLeave: refuse(delayed),
  getMutualRoomsUnstable: refuse('クエリの user_id は通さない / a user_id in the query never passes'),
  getRoomSummaryUnstable: refuse(oneForm),
  getExtendedProfileUnstable: refuse(oneForm),
  getProfileFieldUnstable: refuse(oneForm),
  setProfileFieldUnstable: refuse(oneForm),
  deleteProfileFieldUnstable: refuse(oneForm),
  getRetentionConfiguration: refuse('保存期間は市が決める / the city decides how long records are kept'),
  getThreadSubscription: refuse('まだ提供しない / not offered yet'),
  setThreadSubscription: refuse('まだ提供しない / not offered yet'),
  deleteThreadSubscription: refuse('まだ提供しない / not offered yet'),
  getThreadSubscriptions: refuse('まだ提供しない / not offered yet'),
  getElementWellKnown: refuse('アプリの指定はない / no application is prescribed'),
} satisfies Record<FurtherOperation, Route>;
