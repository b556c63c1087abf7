/** A version of the policy as the admin REST shows it and takes it back. */
import { z } from 'zod';
import { rfc3339 } from '#lib/clock.ts';
import { why } from '../fields.ts';

/** What every version says of itself. */
export const origin = {
  version: z.int(),
  at: z.string().describe('いつから / Since when'),
  by: z.string().describe('変更した人 / Who changed it'),
  why: z.string().describe('理由 / Why'),
};

export const originOf = ({ version, at, by, why }: { version: number; at: number; by: string; why: string }) => ({ version, at: rfc3339(at), by, why });

/** What a change may say beside its content: whoever changes what they read sends it all back. */
export const written = {
  version: z.int().min(0).optional().describe('読んだ版。古ければ conflict / The version that was read; conflict if there is a newer one'),
  at: z.string().max(64).optional().describe('無視されます / Ignored'),
  by: z.string().max(255).optional().describe('無視されます / Ignored'),
  why,
};
