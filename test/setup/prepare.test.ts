import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';

const root = { name: 'small', version: '1.0.0', dependencies: { stone: 'file:./stone' } };
const lock = { name: 'small', version: '1.0.0', lockfileVersion: 3, requires: true, packages: { '': root, stone: { version: '1.0.0' }, 'node_modules/stone': { resolved: 'stone', link: true } } };

/** A project with one package of its own, set up by the real scripts: `npm ci` runs, and has nothing to fetch. */
function project(t: ExecutionContext): string {
  const top = mkdtempSync(join(tmpdir(), 'sekisho-setup-'));
  t.teardown(() => rmSync(top, { recursive: true, force: true }));
  cpSync('src/setup', join(top, 'src/setup'), { recursive: true });
  mkdirSync(join(top, 'stone'));
  write(top, 'stone/package.json', { name: 'stone', version: '1.0.0' });
  write(top, 'package.json', root);
  write(top, 'package-lock.json', lock);
  return top;
}

function write(top: string, file: string, content: unknown): void {
  writeFileSync(join(top, file), JSON.stringify(content));
}

const script = (top: string) => join(top, 'src/setup/prepare.mjs');
// What `npm test` hands down would point npm at this project.
const environment = () => Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('npm_')));

function prepare(top: string, env: NodeJS.ProcessEnv = environment()) {
  return spawnSync(process.execPath, [script(top), 'packages'], { cwd: top, env, encoding: 'utf8' });
}

test('the packages are installed once, and again only when what is wanted changed', (t) => {
  const top = project(t);
  const first = prepare(top);
  t.is(first.status, 0, first.stderr);
  t.regex(first.stdout, /^\[1\/1\] Node のパッケージ/m);
  const again = prepare(top);
  t.deepEqual([again.status, again.stdout, again.stderr], [0, '', '']);

  write(top, 'package.json', { ...root, scripts: { x: 'true' } });
  t.is(prepare(top).stdout, '', 'a new script is no reason');
  write(top, 'package.json', { ...root, allowScripts: { x: true } });
  t.regex(prepare(top).stdout, /^\[1\/1\]/);
  rmSync(join(top, 'node_modules'), { recursive: true });
  t.regex(prepare(top).stdout, /^\[1\/1\]/);
});

test('two at once take turns, and the second finds the work done', async (t) => {
  const top = project(t);
  const runs = await Promise.all([1, 2].map(async () => {
    const child = spawn(process.execPath, [script(top), 'packages'], { cwd: top, env: environment(), stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', chunk => (output += String(chunk)));
    const code = await new Promise(resolve => child.on('close', resolve));
    return { code, output };
  }));
  t.deepEqual(runs.map(run => run.code), [0, 0]);
  t.is(runs.filter(run => run.output.includes('[1/1]')).length, 1, runs.map(run => run.output).join('---\n'));
});

test('a failed step names itself and the cure, and is tried again next time', (t) => {
  const top = project(t);
  write(top, 'package-lock.json', {});
  const run = prepare(top);
  t.is(run.status, 1);
  t.regex(run.stderr, /set-up stopped at: Node のパッケージ[^]*npm ci failed: see its message above/);
  t.false(existsSync(join(top, 'node_modules/.sekisho-stamp')));
  write(top, 'package-lock.json', lock);
  t.is(prepare(top).status, 0);
});

test('what the system lacks is listed in one message with the command', (t) => {
  const top = project(t);
  const bin = join(top, 'bin');
  mkdirSync(bin);
  symlinkSync('/usr/bin/flock', join(bin, 'flock'));
  const run = prepare(top, { PATH: bin });
  t.is(run.status, 1);
  t.regex(run.stderr, /missing: make, g\+\+, python3/);
  t.regex(run.stderr, /sudo apt-get update && sudo apt-get install -y --no-install-recommends make g\+\+ python3$/m);
  t.false(existsSync(join(top, 'node_modules')));
});
