/**
 * 4.4.6 新着メッセージがある場合、リアルタイムに通知されること; 4.3.11 本市以外 … 第三者からのアクセスがされないこと。
 * A pusher carries room names, senders and texts to wherever its address points, so that must be on the city's list. Other
 * kinds (e-mail) go nowhere; taking a pusher away is always allowed.
 */
import { parseOrigin } from '../origins.ts';
import type { Rule } from '../rule.ts';

export const pushTarget: Rule<'set_pusher'> = ({ kind, url }, { pushGateways }) => {
  if (kind === 'remove') return null;
  const target = kind === 'http' && url !== null ? parseOrigin(url) : null;
  const listed = target !== null && pushGateways.some((gateway) =>
    gateway.scheme === target.scheme && gateway.host === target.host && (gateway.port === '*' || gateway.port === target.port));
  return listed ? null : 'push_gateway_not_allowed';
};
