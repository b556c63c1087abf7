/**
 * How a configuration key is documented: the sentence, in Japanese and English, and an example stand beside its check,
 * so the sample file and the error messages cannot say anything else.
 */
import { z } from 'zod';

export interface Description {
  ja: string;
  en: string;
  /** Shown in the sample where there is no default. */
  example?: string | number | boolean;
  /** A file's path: read as seen from the folder of the configuration. */
  file?: true;
}

const descriptions = z.registry<Description>();

/** Documents a key (or a whole section); a schema that several keys share stays as it is. */
export function described<T extends z.ZodType>(schema: T, description: Description): T {
  const copy = schema.clone();
  descriptions.add(copy, description);
  return copy;
}

/** A key that holds the path of a file. */
export function file(ja: string, en: string, example: string) {
  return described(z.string().min(1), { ja, en, example, file: true });
}

export function descriptionOf(schema: z.ZodType): Description | undefined {
  return descriptions.get(schema) ?? (unwrapped(schema) === schema ? undefined : descriptionOf(unwrapped(schema)));
}

/** The schema behind `optional` and `default`, one layer. */
export function unwrapped(schema: z.ZodType): z.ZodType {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault ? schema.def.innerType as z.ZodType : schema;
}

/** The documented parts of a section, or null of what is no section; of a choice, the parts of the one that `value` names. */
export function partsOf(schema: z.ZodType, value: unknown): Record<string, z.ZodType> | null {
  if (schema instanceof z.ZodObject) return schema.shape;
  if (schema instanceof z.ZodDiscriminatedUnion) {
    const key = schema.def.discriminator;
    const chosen = (value as Record<string, unknown> | undefined)?.[key];
    const option = schema.options.find((candidate) => (candidate as z.ZodObject).shape[key]?.safeParse(chosen).success);
    return option === undefined ? null : partsOf(option as z.ZodType, value);
  }
  const inner = unwrapped(schema);
  return inner === schema ? null : partsOf(inner, value);
}
