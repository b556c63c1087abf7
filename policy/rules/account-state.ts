/**
 * 4.5.10 管理者が登録をしたユーザーのみが利用できること; 4.5.15 (the date on which a guest's account ends).
 * An account that an administrator locked, or whose time is over, does nothing more, on any device and on any address.
 */
import type { CallerAct, Rule } from '../rule.ts';

export const accountState: Rule<CallerAct | 'administer'> = (facts) => {
  const state = facts.act !== 'administer' ? facts.caller.account.state : facts.by.kind === 'person' ? facts.by.account_state : 'active';
  switch (state) {
    case 'active': return null;
    case 'locked': return 'account_locked';
    case 'expired': return 'account_expired';
  }
};
