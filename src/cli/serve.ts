/** `sekisho serve`: the gateway itself. The first signal ends it gently, the second at once. */
import { readEnvironment } from '#config/environment.ts';
import { loadConfig } from '#config/load.ts';
import { readArgs, type Command } from './command.ts';

export const serve: Command = {
  name: 'serve',
  summary: '関所を動かす / run Sekisho',
  usage: '[--config FILE]\n    --config FILE  設定ファイル（既定: $SEKISHO_VAR/sekisho.yaml） / the configuration',
  example: 'sekisho serve --config /etc/sekisho/sekisho.yaml',
  async run(args) {
    const { values } = readArgs({ args, options: { config: { type: 'string' } } });
    const config = loadConfig(values.config ?? readEnvironment().configFile);
    // Only this command needs the whole house.
    const { start } = await import('../main.ts');
    const asked = signalled();
    const running = await start(config);
    await asked;
    await running.close();
    return 0;
  },
};

/** Resolves at the first SIGTERM or SIGINT; the second one ends the process. */
function signalled(): Promise<void> {
  return new Promise((resolve) => {
    let seen = false;
    const onSignal = () => {
      if (seen) process.exit(130);
      seen = true;
      resolve();
    };
    process.on('SIGTERM', onSignal).on('SIGINT', onSignal);
  });
}
