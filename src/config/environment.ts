/** The only reader of the environment: where the state of the demo lies and which ports it takes. */
import { join, resolve } from 'node:path';
import { z } from 'zod';

export interface Environment {
  /** SEKISHO_VAR: the folder of all state. */
  var: string;
  /** SEKISHO_PORT: the first of the demo's ten ports. */
  port: number;
  /** The configuration that commands read without --config. */
  configFile: string;
}

const schema = z.object({
  SEKISHO_VAR: z.string().min(1).default('var'),
  SEKISHO_PORT: z.string().regex(/^\d+$/).transform(Number).pipe(z.int().min(1024).max(65_526)).default(8400),
});

/** @throws Error that says which variable is wrong. */
export function readEnvironment(): Environment {
  const result = schema.safeParse(process.env);
  if (!result.success) throw new Error(`SEKISHO_PORT には 1024 から 65526 までの数を指定してください / SEKISHO_PORT must be a number from 1024 to 65526: ${process.env['SEKISHO_PORT']}`);
  const folder = resolve(result.data.SEKISHO_VAR);
  return { var: folder, port: result.data.SEKISHO_PORT, configFile: join(folder, 'sekisho.yaml') };
}
