import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { freePorts } from '../harness/ports.ts';

function sekisho(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--disable-warning=DEP0060', 'src/cli/main.ts', ...args], { encoding: 'utf8' });
  return { status, stdout, stderr };
}

test('without a command it lists them; an unknown one is an error', (t) => {
  const { stdout } = sekisho('--help');
  t.regex(stdout, /sekisho admin create/);
  const { status, stderr } = sekisho('serv');
  t.is(status, 2);
  t.regex(stderr, /unknown command: serv/);
});

for (const command of ['serve', 'init', 'doctor', 'routes', 'admin create', 'audit verify', 'demo']) {
  test(`${command} --help gives usage and an example`, (t) => {
    const { status, stdout } = sekisho(...command.split(' '), '--help');
    t.is(status, 0);
    t.regex(stdout, new RegExp(`sekisho ${command}[\\s\\S]*例 / example`));
  });
}

test('a wrong option shows the help', (t) => {
  const { status, stderr } = sekisho('routes', '--jsn');
  t.is(status, 2);
  t.regex(stderr, /--json/);
});

test('routes prints every operation', (t) => {
  const { stdout } = sekisho('routes', '--json');
  const rows = JSON.parse(stdout) as { operation: string; handling: string }[];
  t.true(rows.length > 200);
  t.regex(sekisho('routes').stdout, /\/_matrix\/client\/v3\/login/);
});

test('init, admin create and doctor, before there is a homeserver', async (t) => {
  const top = mkdtempSync(join(tmpdir(), 'sekisho-init-'));
  t.teardown(() => rmSync(top, { recursive: true, force: true }));
  const folder = join(top, 'city');
  const config = join(folder, 'sekisho.yaml');

  t.is(sekisho('init', folder).status, 2);
  t.is(sekisho('init', folder, '--server-name', 'chat.example.jp', '--admin', '管理者').status, 2);
  const made = sekisho('init', folder, '--server-name', 'chat.example.jp', '--admin', 'kanri');
  t.is(made.status, 0, made.stderr);
  const password = /password, shown only here: (\S+)/.exec(made.stdout)?.[1] ?? '';
  t.true(password.length >= 12);
  t.regex(sekisho('init', folder, '--server-name', 'chat.example.jp').stderr, /not overwritten/);

  const again = sekisho('admin', 'create', 'kanri', '--why', '忘れた', '--config', config);
  t.is(again.status, 0, again.stderr);
  t.false(again.stdout.includes(password));
  t.is(sekisho('audit', 'verify', '--config', config).status, 0);
  t.false(readFileSync(join(folder, 'audit-heads.txt'), 'utf8').includes(password));

  // Nothing answers on this port.
  const [port] = await freePorts(1);
  writeFileSync(config, readFileSync(config, 'utf8').replace('http://127.0.0.1:8008', `http://127.0.0.1:${port}`), { mode: 0o600 });
  chmodSync(join(folder, 'keys.json'), 0o644);
  const doctor = sekisho('doctor', '--config', config);
  t.is(doctor.status, 1);
  t.regex(doctor.stdout, /chmod 600 .*keys\.json/);
  t.regex(doctor.stdout, /✔ データベース/);
  t.regex(doctor.stdout, /✖ ホームサーバ/);
});
