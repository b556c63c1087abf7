/** Writes `config/sekisho.sample.yaml` from the schema: every key with its sentence; what has a default is commented out. */
import { z } from 'zod';
import { descriptionOf, unwrapped } from './describe.ts';
import { schema } from './schema.ts';

const opening = `# 関所の設定 / The configuration of Sekisho
#
# このファイルはスキーマ（src/config/sections）から作られます。直接書き換えないでください。
# 本番の設定は \`sekisho init\` が作ります。# で始まるキーは既定値のまま省略できます。
# Generated from the schema; \`sekisho init\` makes a real configuration. Keys behind # may be left out.
`;

export function sampleConfig(): string {
  return `${opening}${Object.entries(schema.shape).map(([name, section]) => `\n${entry(name, section, '').join('\n')}\n`).join('')}`;
}

/** The lines of one key: its sentence, then the key itself, with what is inside it. */
function entry(name: string, part: z.ZodType, prefix: string): string[] {
  const description = descriptionOf(part);
  const comment = description === undefined ? [] : [`${prefix}# ${description.ja} / ${description.en}`];
  const core = coreOf(part);
  // A section that may be left out stands behind # as a whole; one whose keys all have defaults shows them so.
  const inner = part instanceof z.ZodOptional ? `${prefix}# ` : prefix;
  if (core instanceof z.ZodObject) {
    return [...comment, `${inner}${name}:`, ...Object.entries(core.shape).flatMap(([key, value]) => entry(key, value as z.ZodType, `${inner}  `))];
  }
  if (core instanceof z.ZodDiscriminatedUnion) {
    const [first, ...others] = core.options as z.ZodType[];
    return [...comment, `${inner}${name}:`, ...choice(first, `${inner}  `), ...others.flatMap((option) => choice(option, `${inner}  # `))];
  }
  const fallback = part instanceof z.ZodDefault;
  return [...comment, `${fallback ? `${prefix}# ` : inner}${name}: ${valueOf(part, core)}`];
}

function choice(option: z.ZodType | undefined, prefix: string): string[] {
  if (!(option instanceof z.ZodObject)) return [];
  const description = descriptionOf(option);
  return [`${prefix}# ${description?.ja} / ${description?.en}`, ...Object.entries(option.shape).flatMap(([key, value]) => entry(key, value as z.ZodType, prefix))];
}

function valueOf(part: z.ZodType, core: z.ZodType): string {
  if (part instanceof z.ZodDefault) return String(part.def.defaultValue);
  if (core instanceof z.ZodLiteral) return String(core.value);
  return String(descriptionOf(part)?.example);
}

function coreOf(part: z.ZodType): z.ZodType {
  const inner = unwrapped(part);
  return inner === part ? part : coreOf(inner);
}
