/** Accounts: only an administrator makes, closes or changes one (4.5.10), so most of this chapter is refused. */
import type { OperationOf } from '#matrix/operation-of.ts';
import { changePassword } from '../handlers/changePassword.ts';
import { getAccount3PIDs } from '../handlers/getAccount3PIDs.ts';
import { getTokenOwner } from '../handlers/getTokenOwner.ts';
import { requestOpenIdToken } from '../handlers/requestOpenIdToken.ts';
import type { Route } from '../route.ts';
import { answer, refuse } from './rows.ts';

type Chapter = 'account_deactivation' | 'admin' | 'administrative_contact' | 'appservice_ping' | 'appservice_room_directory'
  | 'openid' | 'password_management' | 'registration' | 'registration_tokens' | 'whoami';

const thirdParty = '外部の連絡先 (メール・電話) はアカウントに結び付けない / third-party identifiers are not bound to accounts';
const homeserverAdmin = 'ホームサーバの管理機能は Sekisho だけが使う / the homeserver is administered by Sekisho alone';
const closed = '登録は管理者だけが行う / only an administrator registers';

export const account = {
  deactivateAccount: refuse('アカウントは市のもの: 閉じるのは管理者。erase は他人の履歴も消す / accounts are the city’s; erasing is also a door to deletion'),
  getWhoIs: refuse(homeserverAdmin),
  getAdminSuspendUser: refuse(homeserverAdmin),
  setAdminSuspendUser: refuse(homeserverAdmin),
  getAdminLockUser: refuse(homeserverAdmin),
  setAdminLockUser: refuse(homeserverAdmin),
  getAccount3PIDs: answer('Element の設定画面が尋ねる: 常に空 / asked by settings pages: always empty', getAccount3PIDs),
  post3PIDs: refuse(thirdParty),
  add3PID: refuse(thirdParty),
  bind3PID: refuse(thirdParty),
  delete3pidFromAccount: refuse(thirdParty),
  unbind3pidFromAccount: refuse(thirdParty),
  requestTokenTo3PIDEmail: refuse(thirdParty),
  requestTokenTo3PIDMSISDN: refuse(thirdParty),
  pingAppservice: refuse('アプリケーションサービスの操作は関所の内側だけ / application-service operations stay inside'),
  updateAppserviceRoomDirectoryVisibility: refuse('アプリケーションサービスの操作は関所の内側だけ / application-service operations stay inside'),
  requestOpenIdToken: answer('ホームサーバの OpenID トークンは渡さない: Sekisho だけが認めるものを出す / a token that only Sekisho honours', requestOpenIdToken),
  changePassword: answer('パスワードは Sekisho が持つ / passwords are kept by Sekisho', changePassword),
  requestTokenToResetPasswordEmail: refuse('再設定は管理者が行う / an administrator resets passwords'),
  requestTokenToResetPasswordMSISDN: refuse('再設定は管理者が行う / an administrator resets passwords'),
  register: refuse(`${closed} (kind=guest も / also kind=guest)`, 'register'),
  requestTokenToRegisterEmail: refuse(closed, 'register'),
  requestTokenToRegisterMSISDN: refuse(closed, 'register'),
  checkUsernameAvailability: refuse(`${closed}; アカウントの有無も答えない / and nobody learns which accounts exist`, 'register'),
  registrationTokenValidity: refuse(closed, 'register'),
  getTokenOwner: answer('セッションは Sekisho のもの / sessions are Sekisho’s', getTokenOwner),
} satisfies Record<OperationOf<Chapter>, Route>;
