/**
 * The closed list of reasons: why something is refused, with what status, and what the person reads.
 * A rule can name no other; the compiler keeps it closed. Status and errcode are those of the Matrix specification.
 */
interface ReasonText {
  clause: string;
  status: number;
  errcode: `M_${string}`;
  ja: string;
  en: string;
}

export const reasons = {
  route_not_allowed: { clause: '4.3.2', status: 404, errcode: 'M_UNRECOGNIZED', ja: 'この操作は利用できません。', en: 'This operation is not available here.' },
  method_not_allowed: { clause: '4.3.2', status: 405, errcode: 'M_UNRECOGNIZED', ja: 'この操作はその方法では利用できません。', en: 'This operation is not available with that method.' },
  bad_request: { clause: '4.3.2', status: 400, errcode: 'M_BAD_JSON', ja: '要求の形式が正しくありません。', en: 'The request is malformed.' },
  not_json: { clause: '4.3.2', status: 400, errcode: 'M_NOT_JSON', ja: '要求の本文が JSON ではありません。', en: 'The body of the request is not JSON.' },
  too_large: { clause: '4.3.2', status: 413, errcode: 'M_TOO_LARGE', ja: '要求が大きすぎます。', en: 'The request is too large.' },
  not_found: { clause: '4.3.2', status: 404, errcode: 'M_NOT_FOUND', ja: '見つかりません。', en: 'Not found.' },
  conflict: { clause: '4.3.2', status: 409, errcode: 'M_UNKNOWN', ja: '現在の状態ではこの操作はできません。', en: 'The current state does not allow this.' },
  token_missing: { clause: '4.2.1', status: 401, errcode: 'M_MISSING_TOKEN', ja: 'ログインしてください。', en: 'Please log in.' },
  token_unknown: { clause: '4.2.1', status: 401, errcode: 'M_UNKNOWN_TOKEN', ja: 'ログインの有効期限が切れています。もう一度ログインしてください。', en: 'This login is no longer valid. Please log in again.' },
  wrong_password: { clause: '4.2.1', status: 403, errcode: 'M_FORBIDDEN', ja: 'ユーザーID またはパスワードが違います。', en: 'Wrong user ID or password.' },
  weak_password: { clause: '4.2.1', status: 400, errcode: 'M_WEAK_PASSWORD', ja: 'パスワードが短すぎるか、よく使われるものです。', en: 'The password is too short or too common.' },
  too_many_attempts: { clause: '4.3.3', status: 429, errcode: 'M_LIMIT_EXCEEDED', ja: 'ログインの失敗が続いたため、しばらく受け付けません。時間をおいてください。', en: 'Too many failed logins. Please wait a while.' },
  rate_limited: { clause: '4.3.3', status: 429, errcode: 'M_LIMIT_EXCEEDED', ja: '要求が多すぎます。しばらくお待ちください。', en: 'Too many requests. Please wait a moment.' },
  account_locked: { clause: '4.5.10', status: 401, errcode: 'M_USER_LOCKED', ja: 'このアカウントは停止されています。管理者にお問い合わせください。', en: 'This account is locked. Please ask your administrator.' },
  account_expired: { clause: '4.5.15', status: 401, errcode: 'M_USER_LOCKED', ja: 'このアカウントの利用期限が過ぎています。', en: 'This account has expired.' },
  address_not_listed: { clause: '4.5.1', status: 403, errcode: 'M_FORBIDDEN', ja: 'このネットワークからは利用できません。', en: 'Not allowed from this network.' },
  device_not_approved: { clause: '4.5.2', status: 403, errcode: 'M_FORBIDDEN', ja: 'この端末は承認されていません。承認コードを入力するか、管理者の承認をお待ちください。', en: 'This device is not approved. Enter an approval code, or wait for an administrator.' },
  device_suspended: { clause: '4.5.4', status: 403, errcode: 'M_FORBIDDEN', ja: 'この端末は一時停止されています。管理者にお問い合わせください。', en: 'This device is suspended. Please ask your administrator.' },
  device_wiped: { clause: '4.5.4', status: 401, errcode: 'M_UNKNOWN_TOKEN', ja: 'この端末は無効化されました。', en: 'This device was disabled and its data is to be erased.' },
  posture_unknown: { clause: '4.5.3', status: 403, errcode: 'M_FORBIDDEN', ja: 'この端末の暗号化の状態が確認できていません。', en: 'It is not known whether this device is encrypted.' },
  posture_not_encrypted: { clause: '4.5.3', status: 403, errcode: 'M_FORBIDDEN', ja: '暗号化されていない端末は利用できません。', en: 'A device without encryption is not allowed.' },
  registration_closed: { clause: '4.5.10', status: 403, errcode: 'M_FORBIDDEN', ja: 'アカウントは管理者だけが登録できます。', en: 'Only an administrator can register an account.' },
  not_admin: { clause: '4.2.2', status: 403, errcode: 'M_FORBIDDEN', ja: 'この操作には管理者の権限が必要です。', en: 'This needs an administrator.' },
  not_sender: { clause: '4.4.9', status: 403, errcode: 'M_FORBIDDEN', ja: 'メッセージを削除できるのは送信者だけです。', en: 'Only its sender can delete a message.' },
  encryption_not_allowed: { clause: '4.5.7', status: 403, errcode: 'M_FORBIDDEN', ja: 'エンドツーエンド暗号化は利用できません。', en: 'End-to-end encryption is not allowed.' },
  room_version_not_allowed: { clause: '4.4.9', status: 400, errcode: 'M_UNSUPPORTED_ROOM_VERSION', ja: 'このルームバージョンは利用できません。', en: 'This room version is not allowed.' },
  third_party_not_allowed: { clause: '4.5.10', status: 403, errcode: 'M_FORBIDDEN', ja: '外部の連絡先への招待はできません。', en: 'Third-party invitations are not allowed.' },
  push_gateway_not_allowed: { clause: '4.4.6', status: 403, errcode: 'M_FORBIDDEN', ja: 'この通知先は市の一覧にありません。', en: 'This push gateway is not on the list of the city.' },
  guest_not_allowed: { clause: '4.5.15', status: 403, errcode: 'M_GUEST_ACCESS_FORBIDDEN', ja: 'ゲストはこの操作を利用できません。', en: 'Guests may not do this.' },
  purpose_required: { clause: '4.3.11', status: 400, errcode: 'M_MISSING_PARAM', ja: 'トークの内容を見るには理由が必要です。', en: 'Reading talk data needs a stated purpose.' },
  homeserver_unavailable: { clause: '4.3.8', status: 502, errcode: 'M_UNKNOWN', ja: 'サーバーが一時的に応答していません。しばらくしてからお試しください。', en: 'The homeserver does not answer for the moment. Please try again.' },
  internal_error: { clause: '4.3.8', status: 500, errcode: 'M_UNKNOWN', ja: '内部エラーが発生しました。', en: 'Something went wrong inside Sekisho.' },
} as const satisfies Record<string, ReasonText>;

export type Reason = keyof typeof reasons;
