/** The database: SQLite embedded, or PostgreSQL by one setting. */
import { z } from 'zod';
import { described, file } from '../describe.ts';

const sqlite = described(z.strictObject({
  client: z.literal('sqlite'),
  file: file('データベースのファイル', 'the file of the database', 'sekisho.db'),
}), { ja: '組み込みの SQLite（サーバ 1 台）', en: 'SQLite, embedded: for one machine' });

const postgres = described(z.strictObject({
  client: z.literal('postgres'),
  url: described(z.string().regex(/^postgres(ql)?:\/\//, 'postgres://利用者:パスワード@ホスト/データベース の形で書いてください / write it as postgres://user:password@host/database'), { ja: '接続先', en: 'where it is', example: 'postgres://sekisho:パスワード@db.example.jp/sekisho' }),
  connections: described(z.int().min(2).max(200).default(10), { ja: '同時接続の上限', en: 'the most connections at a time' }),
}), { ja: 'PostgreSQL（関所を 2 台以上並べるとき）', en: 'PostgreSQL: for two or more processes of Sekisho' });

export const database = described(z.discriminatedUnion('client', [sqlite, postgres]), { ja: 'データベース', en: 'The database' });
