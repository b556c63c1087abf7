import test from 'ava';
import { offeredCapabilities, offeredVersions } from '#gateway/transforms/offered.ts';

test('what the city refuses is not offered; what Element X needs is', (t) => {
  const offered = offeredVersions({ versions: ['v1.15'], unstable_features: { 'org.matrix.msc4140': true, 'org.matrix.msc3916': true } });
  t.deepEqual(offered, { versions: ['v1.15'], unstable_features: { 'org.matrix.msc3916': true, 'org.matrix.simplified_msc3575': true } });
});

test('a password can be changed, contacts and login tokens are not offered', (t) => {
  t.deepEqual(offeredCapabilities({ capabilities: { 'm.change_password': { enabled: false }, 'm.room_versions': { default: '11' } } }), {
    capabilities: { 'm.room_versions': { default: '11' }, 'm.change_password': { enabled: true }, 'm.3pid_changes': { enabled: false }, 'm.get_login_token': { enabled: false } },
  });
});
