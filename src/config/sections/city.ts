/** What the policy of the city begins with; from then on it is changed, in versions, through the admin REST. */
import { z } from 'zod';
import { described } from '../describe.ts';

export const presetNames = ['standard', 'demo'] as const;
export type PresetName = (typeof presetNames)[number];

export const city = described(z.strictObject({
  preset: described(z.enum(presetNames).default('standard'), { ja: '最初の方針（policy/presets）。最初の起動のときだけ読む', en: 'the first policy (policy/presets), read at the very first start only' }),
}).prefault({}), { ja: '方針', en: 'The policy' });
