/** `sekisho demo`, which is `npm start`: a whole city on this machine. */
import { readEnvironment } from '#config/environment.ts';
import type { Accounts } from '#demo/accounts.ts';
import type { Addresses } from '#demo/addresses.ts';
import { runDemo } from '#demo/supervisor.ts';
import { table } from '#demo/table.ts';
import { readArgs, type Command } from './command.ts';

/** npm and the terminal may both hand on one Ctrl-C. */
const sameSignalMs = 1000;

export const demo: Command = {
  name: 'demo',
  summary: 'デモの市を動かす（npm start） / run the demo city',
  usage: '\n    SEKISHO_VAR   状態を置くフォルダー（既定: var） / the folder of all state\n    SEKISHO_PORT  十個のポートの先頭（既定: 8400） / the first of ten ports',
  example: 'SEKISHO_VAR=var2 SEKISHO_PORT=8500 npm start',
  async run(args) {
    readArgs({ args, options: {} });
    const { var: folder, port } = readEnvironment();
    const [end, now] = signals();
    await runDemo({ folder, firstPort: port, end, now, tell: (line) => console.log(line), onReady: (city) => console.log(shown(city)) });
    console.log('終了しました / ended');
    return 0;
  },
};

/** The first SIGINT or SIGTERM asks for the end, a later one forces it. */
function signals(): [end: AbortSignal, now: AbortSignal] {
  const end = new AbortController();
  const now = new AbortController();
  let patient = true;
  const onSignal = () => {
    if (!end.signal.aborted) {
      console.log('\n終了しています / ending …');
      setTimeout(() => { patient = false; }, sameSignalMs).unref();
      end.abort();
    } else if (!patient) now.abort();
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  return [end.signal, now.signal];
}

function shown({ addresses, accounts, folder }: { addresses: Addresses; accounts: Accounts; folder: string }): string {
  const row = (role: string, { user, password, name }: Accounts['admin']) => [role, name, user, password];
  return [
    '',
    table([
      ['入口 / entrance', 'アドレス / address'],
      ['LGWAN', addresses.gateways.lgwan],
      ['インターネット / internet', addresses.gateways.internet],
      ['管理 / admin', addresses.admin],
    ]),
    '',
    table([
      ['役割 / role', '氏名 / name', 'ユーザーID / user ID', '最初のパスワード / first password'],
      row('管理者 / admin', accounts.admin),
      ...accounts.general.map((account) => row('一般 / general', account)),
      row('ゲスト / guest', accounts.guest),
    ]),
    '',
    `状態と記録 / state and logs: ${folder}    終了 / to end: Ctrl-C`,
    '',
    'Sekisho is ready',
  ].join('\n');
}
