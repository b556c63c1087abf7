/** What a command is: its words, its help, what it does. `main.ts` lists them; nothing registers itself. */
import { parseArgs, type ParseArgsConfig } from 'node:util';

export interface Command {
  /** As it is typed: `admin create`. */
  name: string;
  /** One line: 日本語 / English. */
  summary: string;
  /** What stands behind the name, with one option a line. */
  usage: string;
  example: string;
  /** @returns the exit code. */
  run(args: string[]): Promise<number>;
}

/** A mistake in how a command was called: shown with its help, without a stack. */
export class UsageError extends Error {}

/** `parseArgs`, whose complaints become `UsageError`. */
export function readArgs<T extends ParseArgsConfig>(config: T): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new UsageError(`引数に誤りがあります / wrong arguments: ${(error as Error).message.split('. ')[0]}`);
  }
}

export function helpOf({ name, summary, usage, example }: Command): string {
  return `${summary}\n\n使い方 / usage:\n  sekisho ${name} ${usage}\n\n例 / example:\n  ${example}\n`;
}
