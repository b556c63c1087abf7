/**
 * 4.3.3 DDoS 攻撃、総当たりログイン攻撃、アプリケーションを標的にしたその他の不正行為を自動検知して遮断する措置。
 * What comes faster than the city's limits for an address, an account or a token waits. The counting is not done here:
 * `flood` is what a request is called when its limit is used up.
 */
import type { Rule } from '../rule.ts';

export const rateLimits: Rule<'flood'> = () => 'rate_limited';
