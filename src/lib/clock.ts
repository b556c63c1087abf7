/** The only place that reads the time; everything else takes a clock as a parameter. */

/** Milliseconds since the Unix epoch. */
export type Clock = () => number;

export const systemClock: Clock = () => Date.now();

/** RFC 3339 in UTC, as the admin REST and the audit log show times. */
export function rfc3339(ms: number): string {
  return new Date(ms).toISOString();
}

/** Starts measuring; the function gives the seconds since. Not bent by a clock that is set. */
export function stopwatch(): () => number {
  const started = performance.now();
  return () => (performance.now() - started) / 1000;
}
