/** The value below which the share `part` of the values lies: 0.5 is the median. */
export function quantile(values: readonly number[], part: number): number {
  return values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))] ?? NaN;
}

export const rounded = (value: number, digits = 0): number => Number(value.toFixed(digits));
