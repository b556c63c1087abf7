/** How long tokens live of clients that ask for refresh tokens; the tokens of others live until they are logged out. */
import { z } from 'zod';
import { described } from '../describe.ts';

export const sessions = described(z.strictObject({
  access_token_minutes: described(z.int().min(1).max(24 * 60).default(60), { ja: 'アクセストークンの有効期間（分）。更新トークンを使うクライアントだけ', en: 'life of an access token in minutes, for clients that take refresh tokens' }),
  refresh_token_days: described(z.int().min(1).max(366).default(90), { ja: '更新トークンの有効期間（日）', en: 'life of a refresh token in days' }),
}).prefault({}), { ja: 'ログインの有効期間', en: 'How long logins live' });
