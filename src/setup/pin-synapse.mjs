/**
 * Writes synapse-requirements.txt anew: `node src/setup/pin-synapse.mjs 1.163.2`, when Synapse is to be updated.
 * Every package that Synapse needs is pinned, with the hash of its wheel for each machine and Python that set-up promises.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const pythons = ['3.11', '3.12', '3.13', '3.14'];
const machines = ['x86_64', 'aarch64'];
/** Which wheels Debian 12 and Ubuntu 22.04 (glibc 2.34 and newer) can use. */
const glibcs = ['manylinux_2_34', 'manylinux_2_28', 'manylinux_2_17', 'manylinux2014'];

function resolve(requirements, python, machine, deps) {
  const platforms = glibcs.flatMap(glibc => ['--platform', `${glibc}_${machine}`]);
  const options = ['--dry-run', '--ignore-installed', '--quiet', '--only-binary=:all:', '--target', '/nowhere', '--report', '-'];
  const target = ['--python-version', python, ...platforms, ...(deps ? [] : ['--no-deps'])];
  const report = execFileSync('python3', ['-m', 'pip', 'install', ...options, ...target, ...requirements], { maxBuffer: 1e8, encoding: 'utf8' });
  return JSON.parse(report).install.map(item => ({ pin: `${item.metadata.name}==${item.metadata.version}`, hash: item.download_info.archive_info.hashes.sha256 }));
}

const version = process.argv[2];
if (!version) throw new Error('Which version? e.g. node src/setup/pin-synapse.mjs 1.163.2');
// The oldest Python needs the most packages (backports), so its list serves the others too.
const pins = resolve([`matrix-synapse==${version}`], pythons[0], machines[0], true).map(item => item.pin);
const hashes = new Map(pins.map(pin => [pin, new Set()]));
for (const python of pythons)
  for (const machine of machines) for (const { pin, hash } of resolve(pins, python, machine, false)) hashes.get(pin).add(hash);

const lines = [...hashes].sort(([a], [b]) => a.toLowerCase().localeCompare(b.toLowerCase()));
const text = lines.map(([pin, set]) => [pin, ...[...set].sort((a, b) => a.localeCompare(b)).map(hash => `    --hash=sha256:${hash}`)].join(' \\\n')).join('\n');
writeFileSync(join(import.meta.dirname, 'synapse-requirements.txt'), `# Written by pin-synapse.mjs; do not edit.\n--only-binary :all:\n${text}\n`);
