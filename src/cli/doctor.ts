/** `sekisho doctor`: what is wrong with an installation, and what cures it. */
import { readEnvironment } from '#config/environment.ts';
import { loadConfig } from '#config/load.ts';
import { systemClock } from '#lib/clock.ts';
import { readArgs, type Command } from './command.ts';
import { checks } from './doctor/checks.ts';

export const doctor: Command = {
  name: 'doctor',
  summary: '設定と動きを点検する / find what is wrong with an installation',
  usage: '[--config FILE]\n    --config FILE  設定ファイル（既定: $SEKISHO_VAR/sekisho.yaml） / the configuration',
  example: 'sekisho doctor --config /etc/sekisho/sekisho.yaml',
  async run(args) {
    const { values } = readArgs({ args, options: { config: { type: 'string' } } });
    const configFile = values.config ?? readEnvironment().configFile;
    const config = loadConfig(configFile);
    console.log(`✔ 設定 / configuration: ${configFile}`);
    let failures = 0;
    for (const { name, run } of checks) {
      const wrong = await run({ config, configFile, clock: systemClock }).catch((error: unknown) => [{ what: error instanceof Error ? error.message : String(error), cure: '' }]);
      failures += wrong.length;
      console.log(`${wrong.length === 0 ? '✔' : '✖'} ${name}`);
      for (const { what, cure } of wrong) console.log(`    ${what}${cure === '' ? '' : `\n    → ${cure}`}`);
    }
    console.log(failures === 0 ? '\n異常はありません / nothing is wrong' : `\n${failures} 件の異常があります / ${failures} thing(s) wrong`);
    return failures === 0 ? 0 : 1;
  },
};
