/** Sekisho itself as a process of its own, started by its command as in production. */
import { join } from 'node:path';
import type { Config } from '#config/schema.ts';
import { addressesOf } from './addresses.ts';
import { answers, speaksMatrix } from './answers.ts';
import { startChild, type Child } from './child.ts';

const command = join(import.meta.dirname, '../cli/sekisho.mjs');

/** Starts `sekisho serve` and waits until every entrance answers. */
export function startSekisho({ config, configFile, folder, signal }: { config: Config; configFile: string; folder: string; signal?: AbortSignal }): Promise<Child> {
  const { gateways, admin } = addressesOf(config);
  return startChild({
    name: '関所 / Sekisho',
    command: process.execPath,
    args: [command, 'serve', '--config', configFile],
    folder,
    output: join(folder, 'sekisho.out'),
    ready: async () => (await Promise.all([answers(`${admin}/health/ready`), ...Object.values(gateways).map(speaksMatrix)])).every(Boolean),
    signal,
  });
}
