/** The program's own log; secrets and message text never enter it. */
import { z } from 'zod';
import { described, file } from '../describe.ts';

export const log = described(z.strictObject({
  level: described(z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'), { ja: '詳しさ', en: 'how much' }),
  file: file('書き込むファイル。書かなければ標準出力', 'the file to write to; standard output without it', '/var/log/sekisho/sekisho.log').optional(),
}).prefault({}), { ja: '動作記録（1 行に 1 つの JSON）', en: 'The log, one JSON object a line' });
