/** Rate limits by address, account and token (4.3.3), as the city's settings say; what is over them is refused by the policy's rule. */
import type { Decisions } from '#decisions/decisions.ts';
import { createRateLimiter } from '#http/rate-limiter.ts';
import { Refused } from '#http/refused.ts';
import type { Clock } from '#lib/clock.ts';
import type { Zone } from '#model/device.ts';

export interface Limits {
  /** Takes one of the kind's budget for `key`. @throws Refused when it is used up */
  take(kind: 'address' | 'account' | 'token' | 'login', key: string, zone: Zone, address: string): void;
}

export function createLimits(decisions: Decisions, clock: Clock): Limits {
  const limiters = { address: createRateLimiter(), account: createRateLimiter(), token: createRateLimiter(), login: createRateLimiter() };
  return {
    take(kind, key, zone, address) {
      const { limits } = decisions.city.settings;
      const wait = limiters[kind].take(key, kind === 'login' ? limits.logins_per_address : limits[kind], clock());
      if (wait === 0) return;
      const { refusals } = decisions.judge({ act: 'flood', zone, address, over: kind === 'login' ? 'address' : kind }, { userId: null, device: null });
      if (refusals[0] !== undefined) throw new Refused(refusals[0].reason, { retry_after_ms: wait });
    },
  };
}
