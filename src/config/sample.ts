/**
 * The configuration as text, from the schema: every key with its sentence. Without values it is `config/sekisho.sample.yaml`;
 * with values it is a city's own, where what was not given stays at its default, commented out.
 */
import { z } from 'zod';
import { stringify } from 'yaml';
import { descriptionOf, unwrapped } from './describe.ts';
import { schema, type ConfigInput } from './schema.ts';

const sampleOpening = `# 関所の設定の見本 / A sample of Sekisho's configuration
#
# このファイルはスキーマ（src/config/sections）から作られる（npm run generate）。本番の設定は sekisho init が作る。
# # で始まるキーは、既定値のままでよければ省ける。相対パスは設定ファイルのあるフォルダーから見たもの。
# Generated from the schema; sekisho init makes a real one. Keys behind # may be left out.
# Paths are seen from the folder of the configuration.
`;

const ownOpening = `# 関所の設定 / The configuration of Sekisho
# 誤りがないか: sekisho doctor / to check it: sekisho doctor
`;

export function sampleConfig(): string {
  return sampleOpening + sections(undefined);
}

export function configText(values: ConfigInput): string {
  return ownOpening + sections(values);
}

function sections(values: Record<string, unknown> | undefined): string {
  return Object.entries(schema.shape).map(([name, section]) => `\n${entry(name, section, '', values?.[name]).join('\n')}\n`).join('');
}

/** The lines of one key: its sentence, then the key itself, with what is inside it. */
function entry(name: string, part: z.ZodType, prefix: string, value: unknown): string[] {
  const description = descriptionOf(part);
  const comment = description === undefined ? [] : [`${prefix}# ${description.ja} / ${description.en}`];
  // What may be left out, and is, stands behind #.
  const start = value === undefined && (part instanceof z.ZodOptional || part instanceof z.ZodDefault) ? `${prefix}# ` : prefix;
  const core = coreOf(part);
  if (core instanceof z.ZodObject) return [...comment, `${start}${name}:`, ...keysOf(core, `${start}  `, value)];
  if (core instanceof z.ZodDiscriminatedUnion) {
    const options = core.options as z.ZodObject[];
    const chosen = options.find((option) => option.safeParse(value).success) ?? options[0];
    return [...comment, `${start}${name}:`, ...options.flatMap((option) => choice(option, option === chosen ? `${start}  ` : `${start}  # `, option === chosen ? value : undefined))];
  }
  return [...comment, `${start}${name}: ${value === undefined ? exampleOf(part, core) : scalar(value)}`];
}

function keysOf(part: z.ZodObject, prefix: string, value: unknown): string[] {
  return Object.entries(part.shape).flatMap(([key, inner]) => entry(key, inner as z.ZodType, prefix, (value as Record<string, unknown> | undefined)?.[key]));
}

function choice(option: z.ZodObject, prefix: string, value: unknown): string[] {
  const description = descriptionOf(option);
  return [`${prefix}# ${description?.ja} / ${description?.en}`, ...keysOf(option, prefix, value)];
}

const scalar = (value: unknown) => stringify(value, { collectionStyle: 'flow', lineWidth: 0 }).trimEnd();

function exampleOf(part: z.ZodType, core: z.ZodType): string {
  if (part instanceof z.ZodDefault) return scalar(part.def.defaultValue);
  if (core instanceof z.ZodLiteral) return scalar(core.value);
  return String(descriptionOf(part)?.example);
}

function coreOf(part: z.ZodType): z.ZodType {
  const inner = unwrapped(part);
  return inner === part ? part : coreOf(inner);
}
