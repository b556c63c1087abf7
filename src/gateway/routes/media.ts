/** Files: only routes that ask who is calling; what happens to the bytes is decided by zone, class and group (4.4.3, 4.5.13). */
import type { OperationOf } from '#matrix/operation-of.ts';
import { download, upload } from '../facts/acts.ts';
import type { Route } from '../route.ts';
import { forward, refuse } from './rows.ts';

type Chapter = 'authed-content-repo' | 'content-repo';

const legacy = '認証のない旧ダウンロード: URL を知る誰もが読める / legacy download without a token: whoever knows the address reads it';
const preview = 'ホームサーバに外部を読ませない / the homeserver fetches nothing from outside';

export const media = {
  uploadContent: forward('アップロード / upload', upload, 'large'),
  createContent: forward('アップロードの予約 / reserves an upload', upload),
  uploadContentToMXC: forward('予約したアップロード / a reserved upload', upload, 'large'),
  getContentAuthed: forward('ダウンロード / download', download),
  getContentOverrideNameAuthed: forward('ダウンロード / download', download),
  getContentThumbnailAuthed: forward('サムネイル / thumbnail', download),
  getConfigAuthed: forward('大きさの上限 / size limits'),
  getConfig: forward('大きさの上限 (旧) / size limits, the old address'),
  getContent: refuse(legacy),
  getContentOverrideName: refuse(legacy),
  getContentThumbnail: refuse(legacy),
  getUrlPreviewAuthed: refuse(preview),
  getUrlPreview: refuse(preview),
} satisfies Record<OperationOf<Chapter>, Route>;
