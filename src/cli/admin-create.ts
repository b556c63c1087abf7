/** `sekisho admin create`: an administrator when all others are lost; it stands in the audit log. */
import { readEnvironment } from '#config/environment.ts';
import { loadConfig } from '#config/load.ts';
import { createAdministrator } from './administrator.ts';
import { readArgs, UsageError, type Command } from './command.ts';

export const adminCreate: Command = {
  name: 'admin create',
  summary: '管理者を作る（全員が入れなくなったとき。監査記録に残る） / make an administrator when all others are lost; audited',
  usage: `USER --name 氏名 [--why 理由] [--config FILE]
    USER           ユーザーID（@ から後ろ、または : の前だけ）。すでにあれば管理者にしてパスワードを改める / an existing one is promoted and gets a new password
    --name 氏名    表示名（新しく作るとき） / display name of a new account
    --why 理由     監査記録に残す理由 / why, for the audit log
    --config FILE  設定ファイル / the configuration`,
  example: 'sekisho admin create kanri --name 情報政策課 --why 管理者の退職',
  async run(args) {
    const { values, positionals } = readArgs({ args, allowPositionals: true, options: { config: { type: 'string' }, name: { type: 'string' }, why: { type: 'string' } } });
    const [user, ...more] = positionals;
    if (user === undefined || more.length > 0) throw new UsageError('USER を一つ書いてください / name one USER');
    const config = loadConfig(values.config ?? readEnvironment().configFile);
    const made = await createAdministrator(config, { user, name: values.name ?? user, why: values.why ?? 'sekisho admin create' });
    console.log(`管理者 / administrator: ${made.userId}\nパスワード（ここでだけ表示します） / password, shown only here: ${made.password}`);
    return 0;
  },
};
