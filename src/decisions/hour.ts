/** Recorded facts are counted by the hour. */
const hourMs = 60 * 60 * 1000;

/** When the hour of `at` began. */
export function hourOf(at: number): number {
  return at - at % hourMs;
}
