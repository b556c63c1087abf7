/** Synapse, pinned with the hashes of its wheels, in a virtual environment of the project's own: `.venv` beside `node_modules`. */
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findPython } from './python.mjs';
import { hashOf, stamp, stamped } from './stamp.mjs';

const home = join(import.meta.dirname, '../../.venv');
const mark = join(home, '.sekisho-stamp');
const requirements = join(import.meta.dirname, 'synapse-requirements.txt');

/** The Python that has Synapse: `synapsePython -m synapse.app.homeserver`. */
export const synapsePython = join(home, 'bin/python');

const hash = () => hashOf([readFileSync(requirements), `${process.platform}-${process.arch}`]);

/** The virtual environment dies with the Python that it was made of (an upgrade of the system). */
const alive = () => spawnSync(synapsePython, ['-c', ''], { stdio: 'ignore' }).status === 0;

/** @param {string} command @param {string[]} options @param {string} cure */
function must(command, options, cure) {
  const { status, error } = spawnSync(command, options, { stdio: 'inherit' });
  if (status !== 0) throw new Error(`${command} ${options.join(' ')}${error ? `: ${error.message}` : ''}\n${cure}`);
}

export const synapse = {
  title: 'Synapse を用意しています（1 分ほど）/ preparing Synapse (about a minute)',
  done: () => stamped(mark, hash()) && alive(),
  run() {
    const python = findPython();
    if (!python) throw new Error('Python 3.11 以上が要ります / Python 3.11 or newer is needed: sudo apt-get install python3 python3-venv');
    rmSync(home, { recursive: true, force: true });
    must(python, ['-m', 'venv', home], '仮想環境を作れませんでした / no virtual environment could be made: sudo apt-get install python3-venv');
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-deps', '--require-hashes', '-r', requirements];
    must(synapsePython, pip, 'PyPI（または pip の設定にある鏡）への接続を確かめてください / check the connection to PyPI, or to the mirror in pip\'s configuration');
    stamp(mark, hash());
  },
};
