/** What a city's policy starts from: `policy/presets/<name>.yaml`, checked by the policy's own schema. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { networks, settings, type Network, type Settings } from '#policy/settings.ts';
import type { PresetName } from './sections/city.ts';

const folder = join(import.meta.dirname, '../../policy/presets');
const preset = z.strictObject({ settings, networks });

export function loadPreset(name: PresetName): { settings: Settings; networks: Network[] } {
  return preset.parse(parse(readFileSync(join(folder, `${name}.yaml`), 'utf8')));
}
