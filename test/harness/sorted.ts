/** For lists whose order is nobody's promise: ava compares even sets in the order of their insertion. */
export function sorted(values: Iterable<unknown>): string[] {
  return [...new Set(values)].map(String).toSorted((a, b) => (a < b ? -1 : 1));
}
