/** The shape of a bench: what `npm run bench` runs, prints and keeps. */

export type Cell = string | number;

export interface Result {
  columns: string[];
  rows: Cell[][];
  /** What the reader of the table must know: the goal, and what was not measured. */
  notes: string[];
}

/** Numbers that may be given on the command line, `--seconds 5`. */
type Options = Readonly<Record<string, number>>;

export interface Bench {
  name: string;
  /** One sentence for the list, Japanese / English. */
  summary: string;
  /** The options with their values when none are given. */
  defaults: Options;
  run(options: Options): Promise<Result>;
}

/** Gives `run` its options by their names. */
export function benchOf<const T extends Options>(bench: Omit<Bench, 'defaults' | 'run'> & { defaults: T; run(options: Readonly<Record<keyof T, number>>): Promise<Result> }): Bench {
  return { ...bench, run: (options) => bench.run({ ...bench.defaults, ...options }) };
}
