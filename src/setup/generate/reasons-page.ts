/** `docs/reasons.md`: every reason for which something is refused, from the closed list (policy/reasons.ts). */
import { reasons } from '#policy/reasons.ts';
import type { Generator } from './generator.ts';

export const reasonsPage: Generator = () => ({
  path: 'docs/reasons.md',
  text: [
    '# 断られた理由 / Reasons for refusals',
    '',
    'すべての拒否は `{ "errcode", "error": "日本語 / English", "reason" }` の形で、`reason` はこの表の一つです。`npm run generate` が `policy/reasons.ts` から作ります。',
    '',
    '| reason | 条項 | HTTP | errcode | 日本語 | English |',
    '|---|---|---|---|---|---|',
    ...Object.entries(reasons).map(([code, text]) => `| \`${code}\` | ${text.clause} | ${text.status} | \`${text.errcode}\` | ${text.ja} | ${text.en} |`),
    '',
  ].join('\n'),
});
