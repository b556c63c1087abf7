/**
 * What Element Web asks while it starts (read from its sources and from matrix-js-sdk 43), in its order, and what it must hear:
 * it gets along with a 404 that bears an errcode where a feature is missing, and with nothing else.
 */
import type { TestPerson } from '../harness/city.ts';

export interface StartRequest {
  what: string;
  method: string;
  path: string;
  body?: unknown;
  /** Before the login, without a token. */
  open?: true;
  status: number;
  /** What the answer must have. */
  like?: Record<string, unknown>;
}

const v3 = '/_matrix/client/v3';
const unstable = '/_matrix/client/unstable';
const closed = { status: 404, like: { errcode: 'M_UNRECOGNIZED', reason: 'route_not_allowed' } };
const absent = { status: 404, like: { errcode: 'M_NOT_FOUND' } };

/** For somebody who starts for the first time. */
export function elementStart({ user: userId, name }: TestPerson): StartRequest[] {
  const me = encodeURIComponent(userId);
  return [
    { what: '何ができるか', method: 'GET', path: '/_matrix/client/versions', open: true, status: 200 },
    { what: '接続先', method: 'GET', path: '/.well-known/matrix/client', open: true, status: 200, like: { 'io.element.e2ee': { force_disable: true } } },
    { what: 'OAuth (正式)', method: 'GET', path: '/_matrix/client/v1/auth_metadata', open: true, ...closed },
    { what: 'OAuth (旧)', method: 'GET', path: `${unstable}/org.matrix.msc2965/auth_metadata`, open: true, ...closed },
    { what: 'OAuth (最も旧)', method: 'GET', path: `${unstable}/org.matrix.msc2965/auth_issuer`, open: true, ...closed },
    { what: 'ログインの方法', method: 'GET', path: `${v3}/login`, open: true, status: 200, like: { flows: [{ type: 'm.login.password' }] } },
    { what: '新規登録できるか', method: 'POST', path: `${v3}/register`, body: {}, open: true, status: 403, like: { errcode: 'M_FORBIDDEN', reason: 'registration_closed' } },
    { what: 'QR ログインできるか', method: 'GET', path: `${unstable}/io.element.msc4388/rendezvous`, open: true, ...closed },
    { what: '自分', method: 'GET', path: `${v3}/account/whoami`, status: 200, like: { user_id: userId } },
    { what: '能力', method: 'GET', path: `${v3}/capabilities`, status: 200 },
    { what: '端末の鍵', method: 'POST', path: `${v3}/keys/upload`, body: {}, status: 200, like: { one_time_key_counts: { signed_curve25519: 0 } } },
    { what: '鍵の照会', method: 'POST', path: `${v3}/keys/query`, body: { device_keys: { [userId]: [] } }, status: 200, like: { failures: {} } },
    { what: '鍵の控え', method: 'GET', path: `${v3}/room_keys/version`, ...absent },
    { what: '端末のない鍵の置き場', method: 'GET', path: `${unstable}/org.matrix.msc3814.v1/dehydrated_device`, ...closed },
    { what: '通知の規則', method: 'GET', path: `${v3}/pushrules/`, status: 200 },
    { what: '絞り込み', method: 'POST', path: `${v3}/user/${me}/filter`, body: { room: { state: { lazy_load_members: true } } }, status: 200, like: { filter_id: '0' } },
    { what: '絞り込みの読み出し', method: 'GET', path: `${v3}/user/${me}/filter/0`, status: 200, like: { room: { state: { lazy_load_members: true } } } },
    { what: '最初の同期', method: 'GET', path: `${v3}/sync?filter=0&timeout=0&set_presence=online&_cacheBuster=1`, status: 200 },
    { what: '設定の書き込み', method: 'PUT', path: `${v3}/user/${me}/account_data/im.vector.setting.breadcrumbs`, body: { recent_rooms: [] }, status: 200 },
    { what: '設定の読み出し', method: 'GET', path: `${v3}/user/${me}/account_data/im.vector.setting.breadcrumbs`, status: 200, like: { recent_rooms: [] } },
    { what: 'まだない設定', method: 'GET', path: `${v3}/user/${me}/account_data/m.secret_storage.default_key`, ...absent },
    { what: 'プロフィール', method: 'GET', path: `${v3}/profile/${me}`, status: 200, like: { displayname: name } },
    { what: '在席', method: 'PUT', path: `${v3}/presence/${me}/status`, body: { presence: 'online' }, status: 200 },
    { what: '通話の中継', method: 'GET', path: `${v3}/voip/turnServer`, status: 200 },
    { what: '通話サーバ', method: 'GET', path: `${unstable}/org.matrix.msc4143/rtc/transports`, ...closed },
    { what: '橋渡しの一覧', method: 'GET', path: `${v3}/thirdparty/protocols`, ...closed },
    { what: '端末の一覧', method: 'GET', path: `${v3}/devices`, status: 200 },
    { what: '通知先の一覧', method: 'GET', path: `${v3}/pushers`, status: 200, like: { pushers: [] } },
    { what: '連絡先の一覧', method: 'GET', path: `${v3}/account/3pid`, status: 200, like: { threepids: [] } },
    { what: 'ファイルの上限', method: 'GET', path: '/_matrix/client/v1/media/config', status: 200 },
    { what: 'ファイルの上限 (旧)', method: 'GET', path: '/_matrix/media/v3/config', status: 200 },
    { what: '入っている部屋', method: 'GET', path: `${v3}/joined_rooms`, status: 200 },
    { what: '公開の部屋', method: 'POST', path: `${v3}/publicRooms`, body: { limit: 20 }, status: 200, like: { chunk: [] } },
    { what: '部品のための身元', method: 'POST', path: `${v3}/user/${me}/openid/request_token`, body: {}, status: 200, like: { token_type: 'Bearer' } },
  ];
}
