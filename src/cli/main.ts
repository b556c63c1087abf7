/** The `sekisho` command: dispatch over a list. */
import { ConfigError } from '#config/load.ts';
import { adminCreate } from './admin-create.ts';
import { auditVerify } from './audit-verify.ts';
import { helpOf, UsageError, type Command } from './command.ts';
import { demo } from './demo.ts';
import { doctor } from './doctor.ts';
import { init } from './init.ts';
import { routes } from './routes.ts';
import { serve } from './serve.ts';

const commands: readonly Command[] = [serve, init, doctor, routes, adminCreate, auditVerify, demo];

function help(): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  return `関所 / Sekisho\n\n${commands.map(({ name, summary }) => `  sekisho ${name.padEnd(width)}  ${summary}`).join('\n')}\n\n  sekisho COMMAND --help  使い方と例 / usage and an example\n`;
}

/** @returns the exit code. */
async function main(args: readonly string[]): Promise<number> {
  const command = commands.find(({ name }) => name.split(' ').every((word, i) => args[i] === word));
  if (command === undefined) {
    const asked = args.length === 0 || args.includes('--help') || args.includes('-h');
    if (!asked) console.error(`知らないコマンドです / unknown command: ${args.join(' ')}\n`);
    console[asked ? 'log' : 'error'](help());
    return asked && args.length > 0 ? 0 : 2;
  }
  const rest = args.slice(command.name.split(' ').length);
  if (rest.includes('--help') || rest.includes('-h')) {
    console.log(helpOf(command));
    return 0;
  }
  try {
    return await command.run(rest);
  } catch (error) {
    if (error instanceof UsageError) {
      console.error(`${error.message}\n\n${helpOf(command)}`);
      return 2;
    }
    console.error(error instanceof ConfigError ? error.message : `失敗しました / failed: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }
}

process.exitCode = await main(process.argv.slice(2));
