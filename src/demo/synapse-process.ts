/** A real Synapse, from the project's own virtual environment. */
import { join } from 'node:path';
import { synapsePython } from '#setup/synapse.mjs';
import { speaksMatrix } from './answers.ts';
import { startChild, type Child } from './child.ts';

export type Synapse = Child;

export interface SynapseOptions {
  /** Where `homeserver.yaml` stands and data is kept. */
  folder: string;
  url: string;
  signal?: AbortSignal;
  python?: string | undefined;
}

/** Starts Synapse and waits until it answers. */
export function startSynapse({ folder, url, signal, python = synapsePython }: SynapseOptions): Promise<Synapse> {
  return startChild({
    name: 'Synapse',
    command: python,
    args: ['-m', 'synapse.app.homeserver', '--config-path', join(folder, 'homeserver.yaml')],
    folder,
    output: join(folder, 'homeserver.out'),
    ready: () => speaksMatrix(url),
    signal,
  });
}
