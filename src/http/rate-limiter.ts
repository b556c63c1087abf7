/**
 * 4.3.3: token buckets by address, account and token. In memory and of bounded size: two generations of buckets, of which
 * the older is forgotten when the younger is full. A forgotten bucket is a full one, so only keys that rest lose anything.
 */

export interface Limit {
  per_second: number;
  burst: number;
}

export interface RateLimiter {
  /** Takes one token of `key`. @returns 0, or the milliseconds to wait when there is none. */
  take(key: string, limit: Limit, now: number): number;
}

/** @param capacity how many keys a generation holds; twice as many are kept at most */
export function createRateLimiter(capacity = 50_000): RateLimiter {
  // A bucket is one number: the time when it will be full again.
  let young = new Map<string, number>();
  let old = new Map<string, number>();

  return {
    take(key, { per_second, burst }, now) {
      const interval = 1000 / per_second;
      // Never emptier than empty: also when the clock steps back.
      const full = Math.min(young.get(key) ?? old.get(key) ?? now, now + burst * interval);
      const wait = full - (burst - 1) * interval - now;
      if (!young.has(key) && young.size >= capacity) [young, old] = [new Map(), young];
      young.set(key, wait > 0 ? full : Math.max(full, now) + interval);
      return wait > 0 ? Math.ceil(wait) : 0;
    },
  };
}
