/**
 * Set-up before every command: `node src/setup/prepare.mjs packages [synapse]`, from the `pre…` scripts of package.json.
 * Plain JavaScript on whatever Node npm itself runs on; it does only what is missing, and says what it does. Two runs side by side
 * take turns: the kernel's lock is held by the one that works, and let go however that one ends.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { debian } from './debian.mjs';
import { packages } from './packages.mjs';
import { synapse } from './synapse.mjs';

const all = { packages, synapse };
const wanted = process.argv.slice(2).filter(argument => argument in all);
const locked = process.argv.includes('--locked');
const busy = 75;

/** @param {string[]} options */
function underLock(...options) {
  const lock = join(import.meta.dirname, '../../.setup.lock');
  const run = spawnSync('flock', [...options, lock, process.execPath, import.meta.filename, '--locked', ...wanted], { stdio: 'inherit' });
  if (run.error) throw new Error(`flock がありません（util-linux を入れてください）/ flock is missing (install util-linux): ${run.error.message}`);
  return run.status ?? 1;
}

/** One step after another; the first that fails ends the run with its name and cure. */
function work() {
  const steps = [debian, ...wanted.map(name => all[name])].filter(step => !step.done(wanted));
  for (const [at, step] of steps.entries()) {
    console.log(`[${at + 1}/${steps.length}] ${step.title}`);
    try {
      step.run(wanted);
    } catch (error) {
      console.error(`\n準備が止まりました / set-up stopped at: ${step.title}\n${error.message}`);
      return 1;
    }
  }
  return 0;
}

if (wanted.every(name => all[name].done())) process.exitCode = 0;
else if (locked) process.exitCode = work();
else {
  process.exitCode = underLock('--nonblock', '--conflict-exit-code', String(busy));
  if (process.exitCode === busy) {
    console.log('別の準備が終わるのを待っています / waiting for another set-up to end …');
    process.exitCode = underLock();
  }
}
