/**
 * 4.5.10 管理者が登録をしたユーザーのみが利用できること。
 * Nobody makes an account for himself, by no route: neither `register` (also `kind=guest`) nor its forms for tokens, e-mail
 * and application services.
 */
import type { Rule } from '../rule.ts';

export const registration: Rule<'register'> = () => 'registration_closed';
