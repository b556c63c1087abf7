/**
 * 4.2.1 ユーザーID とパスワードによるユーザー認証; 4.3.3 総当たりログイン攻撃 … を自動検知して遮断する措置。
 * An account with too many failures is closed for a while, whatever the password. An address is closed by failures of many
 * different accounts only, so that one person's mistakes never close the address that an office shares.
 */
import type { Rule } from '../rule.ts';

export const loginAttempts: Rule<'attempt'> = (facts, { settings: { lockout } }) =>
  facts.account_failures >= lockout.account_attempts || facts.address_accounts >= lockout.address_accounts ? 'too_many_attempts' : null;
