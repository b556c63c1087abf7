/** Finds a Python that Synapse runs on. */
import { spawnSync } from 'node:child_process';

const candidates = ['python3', 'python3.13', 'python3.12', 'python3.11', 'python3.14'];
const probe = (python, code) => spawnSync(python, ['-c', code], { stdio: 'ignore' }).status === 0;

/** The first Python of 3.11 or newer, of them rather one that can make a virtual environment. @returns {string | undefined} */
export function findPython() {
  const fit = candidates.filter(python => probe(python, 'import sys; sys.exit(sys.version_info < (3, 11))'));
  return fit.find(python => probe(python, 'import venv, ensurepip')) ?? fit[0];
}
