/** The `sekisho` command: dispatch over a list. Only the command that is asked for is loaded: `serve` is to carry nothing else. */
import { ConfigError } from '#config/load.ts';
import { helpOf, UsageError, type Command } from './command.ts';

const commands: Record<string, () => Promise<Command>> = {
  serve: async () => (await import('./serve.ts')).serve,
  init: async () => (await import('./init.ts')).init,
  doctor: async () => (await import('./doctor.ts')).doctor,
  routes: async () => (await import('./routes.ts')).routes,
  'admin create': async () => (await import('./admin-create.ts')).adminCreate,
  'audit verify': async () => (await import('./audit-verify.ts')).auditVerify,
  demo: async () => (await import('./demo.ts')).demo,
};

async function help(): Promise<string> {
  const all = await Promise.all(Object.values(commands).map((load) => load()));
  const width = Math.max(...all.map(({ name }) => name.length));
  return `関所 / Sekisho\n\n${all.map(({ name, summary }) => `  sekisho ${name.padEnd(width)}  ${summary}`).join('\n')}\n\n  sekisho COMMAND --help  使い方と例 / usage and an example\n`;
}

/** @returns the exit code. */
async function main(args: readonly string[]): Promise<number> {
  const found = Object.entries(commands).find(([name]) => name.split(' ').every((word, i) => args[i] === word));
  if (found === undefined) {
    const asked = args.length === 0 || args.includes('--help') || args.includes('-h');
    if (!asked) console.error(`知らないコマンドです / unknown command: ${args.join(' ')}\n`);
    console[asked ? 'log' : 'error'](await help());
    return asked && args.length > 0 ? 0 : 2;
  }
  const command = await found[1]();
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
