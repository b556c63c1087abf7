/** Logging in and out, devices (4.2.1, 4.2.4): Sekisho issues the tokens, a client never holds a homeserver token. */
import type { OperationOf } from '#matrix/operation-of.ts';
import { deleteDevice } from '../handlers/deleteDevice.ts';
import { deleteDevices } from '../handlers/deleteDevices.ts';
import { getDevice } from '../handlers/getDevice.ts';
import { getDevices } from '../handlers/getDevices.ts';
import { getLoginFlows } from '../handlers/getLoginFlows.ts';
import { login } from '../handlers/login.ts';
import { logout } from '../handlers/logout.ts';
import { logout_all } from '../handlers/logout_all.ts';
import { refresh } from '../handlers/refresh.ts';
import { updateDevice } from '../handlers/updateDevice.ts';
import type { Route } from '../route.ts';
import { answer, guarded, open, refuse } from './rows.ts';

type Chapter = 'device_management' | 'login' | 'login_token' | 'logout' | 'oauth_server_metadata' | 'refresh' | 'sso_login_redirect';

const passwordOnly = 'ログインはパスワードだけ / password login only, for now';

export const sessions = {
  getLoginFlows: open('パスワードログインを示す / tells of password login', getLoginFlows),
  login: guarded('どの type でも Sekisho が答える: JWT・token・application_service はホームサーバに届かない / whatever the type, the homeserver never sees a client’s login', login),
  generateLoginToken: refuse('承認を経ない端末を増やす扉 / a way to a device without approval'),
  logout: answer('セッションは Sekisho のもの / sessions are Sekisho’s', logout),
  logout_all: answer('セッションは Sekisho のもの / sessions are Sekisho’s', logout_all),
  refresh: guarded('更新トークンも Sekisho のもの / refresh tokens are Sekisho’s', refresh),
  getAuthMetadata: refuse(passwordOnly),
  redirectToSSO: refuse(passwordOnly),
  redirectToIdP: refuse(passwordOnly),
  getDevices: answer('端末の一覧は Sekisho のもの / the list of devices is Sekisho’s', getDevices),
  getDevice: answer('同上 / likewise', getDevice),
  updateDevice: answer('名前だけ変えられる / only the name changes', updateDevice),
  deleteDevice: answer('パスワードの確認を要する / asks for the password (user-interactive)', deleteDevice),
  deleteDevices: answer('パスワードの確認を要する / asks for the password (user-interactive)', deleteDevices),
} satisfies Record<OperationOf<Chapter>, Route>;
