/** The signed heads of the audit log, kept outside the database too, so that a cut or rewritten log is found. */
import { z } from 'zod';
import { described, file } from '../describe.ts';

export const audit = described(z.strictObject({
  heads_file: file('署名した先頭値を書き足すファイル。データベースとは別の装置に置き、ログ転送の対象にする', 'the file to which signed heads are appended; keep it on another device and forward it', 'audit-heads.txt'),
  head_interval_seconds: described(z.int().min(1).max(86_400).default(60), { ja: '先頭値を書く間隔（秒）。変化がなければ書かない', en: 'seconds between heads; nothing is written when nothing changed' }),
}), { ja: '監査記録', en: 'The audit log' });
