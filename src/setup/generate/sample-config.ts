/** `config/sekisho.sample.yaml`, from the schema of the configuration. */
import { sampleConfig } from '#config/sample.ts';
import type { Generator } from './generator.ts';

export const sampleConfigFile: Generator = () => ({ path: 'config/sekisho.sample.yaml', text: sampleConfig() });
