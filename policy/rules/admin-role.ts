/**
 * 4.2.2 ユーザーID ごとに一般ユーザーもしくは管理者ユーザーの権限を設定できること。
 * The admin REST is for administrators, and for service keys within their scopes. (States of account and device are judged
 * by the rules of that name.)
 */
import type { Rule } from '../rule.ts';

export const adminRole: Rule<'administer'> = ({ by, scope }) => {
  const may = by.kind === 'person' ? by.role === 'admin' : by.scopes.includes(scope);
  return may ? null : 'not_admin';
};
