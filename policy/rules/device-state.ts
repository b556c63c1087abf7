/**
 * 4.5.4 モバイル端末の紛失または盗難時、管理者でアプリの無効化ができること。また端末が発見された場合などに、再度、有効化ができること。
 * A suspended device keeps its data and waits; a wiped one is told to forget them. Both may do nothing, at a gateway or as
 * an administrator.
 */
import type { CallerAct, Rule } from '../rule.ts';

export const deviceState: Rule<CallerAct | 'administer'> = (facts) => {
  const state = facts.act !== 'administer' ? facts.caller.device.state : facts.by.kind === 'person' ? facts.by.device_state : 'active';
  switch (state) {
    case 'new': case 'active': return null;
    case 'suspended': return 'device_suspended';
    case 'wiped': return 'device_wiped';
  }
};
