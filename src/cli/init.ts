/** `sekisho init`: the configuration of a real city in one folder, with fresh secrets and its first administrator. */
import { join, resolve } from 'node:path';
import { createInstallation } from '#config/installation.ts';
import { userIdOf } from '#matrix/identifiers.ts';
import { createAdministrator } from './administrator.ts';
import { readArgs, UsageError, type Command } from './command.ts';

export const init: Command = {
  name: 'init',
  summary: '本番の設定一式と最初の管理者を作る / make a production configuration and the first administrator',
  usage: `FOLDER --server-name NAME [--admin USER] [--admin-name 氏名] [--lgwan-url URL] [--internet-url URL]
    FOLDER              設定を置くフォルダー。すでに設定があれば何もしない / never overwrites
    --server-name NAME  ユーザーID の : より後ろ。後から変えられない / can never be changed
    --admin USER        最初の管理者（既定: admin） / the first administrator
    --admin-name 氏名   その表示名（既定: 管理者） / their display name
    --lgwan-url URL     LGWAN からのアドレス / the address in LGWAN
    --internet-url URL  インターネットからのアドレス / the address in the internet`,
  example: 'sekisho init /etc/sekisho --server-name chat.city.example.jp --admin kanri',
  async run(args) {
    const { values, positionals } = readArgs({
      args, allowPositionals: true,
      options: { 'server-name': { type: 'string' }, admin: { type: 'string' }, 'admin-name': { type: 'string' }, 'lgwan-url': { type: 'string' }, 'internet-url': { type: 'string' } },
    });
    const [folder, ...more] = positionals;
    const serverName = values['server-name'];
    if (folder === undefined || more.length > 0 || serverName === undefined) throw new UsageError('FOLDER と --server-name を書いてください / FOLDER and --server-name are needed');
    const user = values.admin ?? 'admin';
    if (userIdOf(user, serverName) === null) throw new UsageError(`ユーザーID にできません / cannot be a user ID: ${user}`);
    const { config, configFile, homeserver } = createInstallation(resolve(folder), {
      server: { server_name: serverName },
      zones: {
        lgwan: { port: 8441, public_url: values['lgwan-url'] ?? `https://${serverName}` },
        internet: { port: 8442, public_url: values['internet-url'] ?? `https://${serverName}` },
      },
      admin: { port: 8443 },
      homeserver: { url: 'http://127.0.0.1:8008' },
      appservice: { port: 8009, registration: 'appservice-registration.yaml' },
      database: { client: 'sqlite', file: 'sekisho.db' },
      keys: { file: 'keys.json' },
      audit: { heads_file: 'audit-heads.txt' },
    }, { pushNetworks: [] });
    const made = await createAdministrator(config, { user, name: values['admin-name'] ?? '管理者', why: 'sekisho init' });
    console.log([
      `作りました / made: ${resolve(folder)}`,
      `管理者 / administrator: ${made.userId}`,
      `パスワード（ここでだけ表示します） / password, shown only here: ${made.password}`,
      '',
      '次に / next:',
      `  1. ${configFile} の zones に、待ち受けるアドレス（host）と証明書（tls）を書く / set host and tls of the zones`,
      '  2. 方針の登録ネットワークに庁内のアドレス範囲を加える（管理 REST の PUT networks） / list the networks of the town hall',
      `  3. Synapse を起動する / start Synapse: python -m synapse.app.homeserver -c ${join(homeserver, 'homeserver.yaml')}`,
      `  4. sekisho serve --config ${configFile}`,
      `  5. sekisho doctor --config ${configFile}`,
    ].join('\n'));
    return 0;
  },
};
