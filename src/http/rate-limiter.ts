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

interface Bucket {
  tokens: number;
  at: number;
}

/** @param capacity how many keys a generation holds; twice as many are kept at most */
export function createRateLimiter(capacity = 50_000): RateLimiter {
  let young = new Map<string, Bucket>();
  let old = new Map<string, Bucket>();

  function bucket(key: string, burst: number, now: number): Bucket {
    const known = young.get(key);
    if (known !== undefined) return known;
    if (young.size >= capacity) [young, old] = [new Map(), young];
    const found = old.get(key) ?? { tokens: burst, at: now };
    young.set(key, found);
    return found;
  }

  return {
    take(key, { per_second, burst }, now) {
      const found = bucket(key, burst, now);
      // A clock that steps back gives nothing and takes nothing.
      found.tokens = Math.min(burst, found.tokens + (Math.max(0, now - found.at) * per_second) / 1000);
      found.at = now;
      if (found.tokens < 1) return Math.ceil(((1 - found.tokens) / per_second) * 1000);
      found.tokens -= 1;
      return 0;
    },
  };
}
