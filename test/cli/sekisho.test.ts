import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';

/** The real bin before a main.ts of the test's own. */
function bin(t: ExecutionContext, main: string, ready = true): string {
  const top = mkdtempSync(join(tmpdir(), 'sekisho-bin-'));
  t.teardown(() => rmSync(top, { recursive: true, force: true }));
  mkdirSync(join(top, 'src/cli'), { recursive: true });
  writeFileSync(join(top, 'package.json'), '{"type":"module"}');
  writeFileSync(join(top, 'src/cli/main.ts'), main);
  cpSync('src/cli/sekisho.mjs', join(top, 'src/cli/sekisho.mjs'));
  if (ready) symlinkSync(join(process.cwd(), 'node_modules'), join(top, 'node_modules'));
  return join(top, 'src/cli/sekisho.mjs');
}

/** The machine's own Node, which may be older than ours; the set-up promises 20 and newer. */
const machines = ['/usr/bin/node', '/usr/local/bin/node'].find(node => spawnSync(node, ['--version']).status === 0) ?? process.execPath;

for (const [name, node] of [['ours', process.execPath], ['the machine\'s', machines]] as const) {
  test(`started by ${name} Node, main.ts runs on Node 24 with the arguments and gives the exit code`, (t) => {
    const main = 'const major: number = Number(process.versions.node.split(".")[0]);\nconsole.log(major, process.argv.slice(2).join("|"));\nprocess.exitCode = 7;\n';
    const { stdout, status } = spawnSync(node, [bin(t, main), 'audit', 'verify', '--x=日本 語'], { encoding: 'utf8' });
    t.is(stdout, '24 audit|verify|--x=日本 語\n');
    t.is(status, 7);
  });

  test(`started by ${name} Node, a signal reaches main.ts`, async (t) => {
    const main = 'process.on("SIGTERM", () => { console.log("ended"); process.exit(3); });\nsetInterval(() => {}, 1000);\nconsole.log("up");\n';
    const child = spawn(node, [bin(t, main)], { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += String(chunk);
      if (output === 'up\n') child.kill('SIGTERM');
    });
    const code = await new Promise(resolve => child.on('close', resolve));
    t.deepEqual([output, code], ['up\nended\n', 3]);
  });
}

test('before the set-up it says what to do', (t) => {
  const { stderr, status } = spawnSync(process.execPath, [bin(t, '', false)], { encoding: 'utf8' });
  t.is(status, 1);
  t.regex(stderr, /npm start/);
});
