/** Node's packages, exactly as the lock file has them; Node 24 itself is one of them. */
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { hashOf, stamp, stamped } from './stamp.mjs';

const top = join(import.meta.dirname, '../..');
const mark = join(top, 'node_modules/.sekisho-stamp');

/** A changed script or description is no reason to install everything again. */
function wishes() {
  const { dependencies, devDependencies, optionalDependencies, overrides, allowScripts } = JSON.parse(readFileSync(join(top, 'package.json'), 'utf8'));
  return JSON.stringify([dependencies, devDependencies, optionalDependencies, overrides, allowScripts]);
}

function hash() {
  const vendor = join(import.meta.dirname, 'vendor/matrix-sdk-crypto-nodejs');
  const stub = readdirSync(vendor).sort().map(file => readFileSync(join(vendor, file)));
  return hashOf([wishes(), readFileSync(join(top, 'package-lock.json')), ...stub, `${process.platform}-${process.arch}`]);
}

/** npm by the Node that it came with: the one in node_modules is about to be deleted. */
function npm(...options) {
  const { npm_execpath: script, npm_node_execpath: node } = process.env;
  const [command, first] = script && node ? [node, [script]] : ['npm', []];
  const env = {
    ...process.env,
    // sqlite3 is built here, from the source that the lock file names, with the headers of the Node that it will run on.
    npm_config_build_from_source: 'sqlite3',
    npm_config_jobs: 'max',
    npm_config_nodedir: join(top, `node_modules/node-linux-${process.arch}`),
  };
  return spawnSync(command, [...first, ...options], { cwd: top, env, stdio: 'inherit' });
}

export const packages = {
  title: 'Node のパッケージを入れています（数分かかります）/ installing the Node packages (some minutes)',
  done: () => stamped(mark, hash()),
  run() {
    const { status, error } = npm('ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error');
    if (status !== 0)
      throw new Error(
        `npm ci が失敗しました${error ? `（${error.message}）` : ''}。上のメッセージを見て、ネットワークとディスクの空きを確かめ、もう一度実行してください。\nnpm ci failed: see its message above, check the network and the free disk space, and run the command again.`,
      );
    stamp(mark, hash());
  },
};
