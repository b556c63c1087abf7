import test from 'ava';
import { loadPreset } from '#config/preset.ts';
import { presetNames } from '#config/sections/city.ts';
import { prepareCity } from '#policy/city.ts';

for (const name of presetNames) {
  test(`the preset ${name} is a policy`, (t) => {
    const { settings, networks } = loadPreset(name);
    t.is(prepareCity(settings, networks).networks.length, networks.length);
  });
}

test('the demo admits what production admits; only its networks and limits differ', (t) => {
  const [demo, standard] = [loadPreset('demo'), loadPreset('standard')];
  t.deepEqual(demo.settings.admission, standard.settings.admission);
  t.deepEqual(standard.networks, []);
  t.deepEqual(standard.settings.push_gateways, []);
});
