/** What the city is called. */
import { z } from 'zod';
import { described } from '../describe.ts';

export const server = described(z.strictObject({
  server_name: described(
    z.string().max(230).regex(/^[a-z0-9][a-z0-9.-]*(:\d{1,5})?$/, 'ドメイン名を小文字で書いてください / write a domain name in lower case'),
    { ja: 'ユーザーID の : より後ろ（@taro:chat.city.example.jp）。運用を始めてからは変えられない', en: 'what stands behind the colon of a user ID; it can never be changed later', example: 'chat.city.example.jp' },
  ),
  language: described(z.enum(['ja', 'en']).default('ja'), { ja: 'コマンドの表示に使う言葉', en: 'the language of what commands print' }),
}), { ja: '市の名前', en: 'The name of the city' });
