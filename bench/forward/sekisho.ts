/** A whole Sekisho with the demo's policy, limits apart: a session, its rules, the recording of facts, metrics. */
import { once } from 'node:events';
import { startCity } from '../../test/harness/city.ts';
import { measured } from './measured.ts';

const city = await startCity({ synapse: false });
process.send?.(city.config.homeserver.url);
await once(process, 'message');
const { body } = await city.admin.request('GET', 'policy');
const none = { per_second: 1_000_000, burst: 1_000_000 };
const settings = { ...body.settings, limits: Object.fromEntries(Object.keys(body.settings.limits).map((name) => [name, none])) };
const { status } = await city.admin.request('PUT', 'policy', { settings, why: 'bench' });
if (status !== 200) throw new Error(`The limits could not be raised: ${status}`);
const client = await city.login(city.people.general[0]!);
process.on('SIGTERM', () => void city.close().then(() => process.exit()));
measured({ url: city.gateways.lgwan, token: client.getAccessToken()! });
