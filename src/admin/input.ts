/**
 * What came with a request, read and checked once (4.3.2): path, query and JSON body, each by the endpoint's own schema.
 * Whatever is wrong is one refusal, `bad_request`, that names each field in Japanese and English and repeats no value.
 */
import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { parseJson, readBody } from '#http/body.ts';
import { Refused } from '#model/refused.ts';

export const maxBodyBytes = 10 * 1024 * 1024;
const maxDetail = 2000;
const nothing = z.strictObject({});

/** @throws Refused when `value` is not what `schema` asks for; without a schema nothing may come. */
export function check(schema: z.ZodType = nothing, value: unknown, where: string): unknown {
  if (!isStorable(value)) throw badRequest(`${where}: 使えない文字があります / holds characters that cannot be kept`);
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [ja, en] = [z.locales.ja(), z.locales.en()].map((locale) => schema.safeParse(value, { error: locale.localeError }).error?.issues ?? []);
  throw badRequest((ja ?? []).map((issue, i) => {
    const other = en?.[i]?.message ?? '';
    const field = [where, ...issue.path.map(String)].join('.');
    return `${field}: ${issue.message === other ? other : `${issue.message} / ${other}`}`;
  }).join('; ').slice(0, maxDetail));
}

/** @throws Refused when a name stands twice: which of them counts would be anybody's guess. */
export function queryOf(query: string): Record<string, string> {
  const search = new URLSearchParams(query);
  const names = [...search.keys()];
  if (new Set(names).size !== names.length) throw badRequest('query: 同じ名前が二度あります / a name stands twice');
  return Object.fromEntries(search);
}

/** The JSON body; an empty one stands for `{}`. @throws Refused */
export async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const bytes = await readBody(request, maxBodyBytes);
  if (bytes.length === 0) return {};
  if (!/^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? '')) throw badRequest('Content-Type: application/json だけを受け付けます / only application/json is accepted');
  return parseJson(bytes);
}

/** Why talk data is read, from the header. @throws Refused purpose_required */
export function purposeOf({ headers }: IncomingMessage): string {
  try {
    const purpose = decodeURIComponent(String(headers['sekisho-purpose'] ?? '')).trim();
    if (purpose !== '') return purpose;
  } catch {
    throw badRequest('Sekisho-Purpose: パーセント符号化が正しくありません / is not percent-encoded UTF-8');
  }
  throw new Refused('purpose_required');
}

export function badRequest(detail: string): Refused {
  return new Refused('bad_request', { detail });
}

/** Whether every text within can be kept by both databases. Not recursive: depth is the sender's choice. */
function isStorable(value: unknown): boolean {
  const left = [value];
  while (left.length > 0) {
    const next = left.pop();
    if (typeof next === 'string' && (next.includes('\0') || !next.isWellFormed())) return false;
    if (typeof next === 'object' && next !== null) {
      for (const [key, inner] of Object.entries(next)) left.push(key, inner);
    }
  }
  return true;
}
