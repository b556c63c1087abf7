/** What must come from the system: Python for Synapse, a compiler for sqlite3. Installed where we are root; otherwise one message lists it all. */
import { spawnSync } from 'node:child_process';
import { findPython } from './python.mjs';

const works = (command, ...options) => spawnSync(command, options, { stdio: 'ignore' }).status === 0;

/** The Debian packages that are missing. @returns {string[]} */
function missing(wanted) {
  const names = [];
  if (!works('make', '--version')) names.push('make');
  if (!works('g++', '--version')) names.push('g++');
  const python = findPython();
  if (!python) names.push('python3');
  // Debian keeps what makes a virtual environment apart from Python itself.
  if (wanted.includes('synapse') && !(python && works(python, '-c', 'import venv, ensurepip'))) names.push(python && python !== 'python3' ? `${python}-venv` : 'python3-venv');
  return names;
}

export const debian = {
  title: 'システムのパッケージを確かめています / the system\'s packages',
  done: wanted => missing(wanted).length === 0,
  run(wanted) {
    const names = missing(wanted);
    const install = `apt-get install -y --no-install-recommends ${names.join(' ')}`;
    const root = process.getuid?.() === 0 && works('apt-get', '--version');
    if (root) {
      const options = { stdio: 'inherit', shell: true, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
      spawnSync('apt-get update -q', options);
      spawnSync(`${install} -q`, options);
    }
    const still = missing(wanted);
    if (still.length > 0)
      throw new Error(
        `足りないもの / missing: ${still.join(', ')}（Python は 3.11 以上 / Python 3.11 or newer）\n次を実行してから、もう一度どうぞ / run this, then try again:\n  sudo apt-get update && sudo ${install}`,
      );
  },
};
