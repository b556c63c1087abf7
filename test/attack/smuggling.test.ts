import { connect } from 'node:net';
import test from 'ava';
import { loadRegistration } from '#config/registration.ts';
import { routeTable } from '#gateway/route-table.ts';
import { createAttackCity } from './city.ts';
import { createOracle } from './oracle.ts';
import { writePart } from './report.ts';
import { smugglingCases } from './smuggling.ts';

const quietMs = 1500;

/** All that comes back on a connection that says `bytes`. */
function converse(port: number, localAddress: string, bytes: string): Promise<string> {
  return new Promise((resolve) => {
    let received = '';
    const socket = connect({ port, host: '127.0.0.1', localAddress }, () => socket.write(Buffer.from(bytes, 'latin1')));
    socket.setTimeout(quietMs, () => socket.destroy());
    socket.on('data', (chunk) => { received += chunk.toString('latin1'); });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => resolve(received));
  });
}

test('of what is smuggled nothing reaches the homeserver', async (t) => {
  t.timeout(300_000);
  const begun = performance.now();
  const city = await createAttackCity();
  t.teardown(city.close);
  const { approved } = city.callers;
  const oracle = createOracle({ table: routeTable(), callers: city.callers, asToken: loadRegistration(city.installation.config.appservice.registration).as_token });
  const cases = smugglingCases({ host: `127.0.0.1:${city.ports.lgwan}`, token: approved.tokens[0] ?? '' });
  const findings: string[] = [];
  let reached = 0;
  for (const { name, bytes, reaches } of cases) {
    const before = city.recorder.requests.length;
    const received = await converse(city.ports.lgwan, approved.address, bytes);
    const arrived = city.recorder.requests.slice(before).filter(({ headers }) => headers.some(([header]) => header === 'x-forwarded-for'));
    reached += arrived.length;
    t.is(arrived.length, reaches, `${name}: ${received.slice(0, 200)}`);
    t.deepEqual(arrived.flatMap((recorded) => oracle.reached(recorded, null)), [], name);
    t.notRegex(received, /HTTP\/1\.1 5\d\d/, name);
    if (arrived.length !== reaches) findings.push(name);
  }
  const alive = await converse(city.ports.lgwan, approved.address, smugglingCases({ host: 'x', token: approved.tokens[0] ?? '' })[0]?.bytes ?? '');
  t.regex(alive, /^HTTP\/1\.1 200/);
  writePart({
    part: 'smuggling', title: '要求の密輸 / request smuggling', seconds: (performance.now() - begun) / 1000,
    groups: [{ group: '境目の曖昧な要求 / requests with a doubtful end', sent: cases.length, reached }],
    expected: cases.reduce((sum, { reaches }) => sum + reaches, 0), findings,
  });
});
