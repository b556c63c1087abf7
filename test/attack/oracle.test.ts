import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import test from 'ava';
import { routes, routeTable } from '#gateway/route-table.ts';
import { forward } from '#gateway/routes/rows.ts';
import { start } from '../../src/main.ts';
import { attack } from './attack.ts';
import { createAttackCity } from './city.ts';
import type { FindingKind } from './oracle.ts';
import { synapseListing } from './synapse-handlers.ts';

/** Sekisho in this process, so that holes can be made in it. */
const here = async ({ config }: { config: Parameters<typeof start>[0] }) => {
  const running = await start(config);
  return { stop: () => running.close() };
};

/** A gateway that guards nothing. */
async function bareForwarder(upstream: number) {
  const server = createServer({ insecureHTTPParser: true }, (req, res) => {
    const sent = request({ host: '127.0.0.1', port: upstream, method: req.method, path: req.url, headers: { ...req.headers, connection: 'keep-alive' }, insecureHTTPParser: true }, (answer) => {
      res.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(res);
    });
    sent.on('error', () => res.destroy());
    req.pipe(sent);
  });
  server.on('clientError', (_error, socket) => socket.destroy());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, close: () => { server.closeAllConnections(); server.close(); } };
}

test.serial('a gateway that guards nothing is found out in every respect', async (t) => {
  t.timeout(300_000);
  const city = await createAttackCity(here);
  t.teardown(city.close);
  const bare = await bareForwarder(city.recorder.port);
  t.teardown(bare.close);
  const { findings } = await attack({ ...city, ports: { lgwan: bare.port, internet: bare.port } }, await synapseListing(city.installation.homeserver), { share: 60 });
  const kinds = new Set(findings.map(({ kind }) => kind));
  const expected: FindingKind[] = ['unrouted', 'not_canonical', 'not_admitted', 'wrong_token', 'client_secret', 'identity_in_query', 'header'];
  for (const kind of expected) t.true(kinds.has(kind), kind);
});

test.serial('a single hole in the table is found out, and nothing else', async (t) => {
  t.timeout(300_000);
  const table = routeTable();
  const kept = { getWhoIs: routes.getWhoIs, getJoinedRooms: routes.getJoinedRooms, sendMessage: routes.sendMessage };
  const city = await createAttackCity(here);
  t.teardown(city.close);
  t.teardown(() => Object.assign(routes, kept));
  const listing = await synapseListing(city.installation.homeserver);
  const whole = await attack(city, listing, { table, share: 60 });
  t.deepEqual(whole.findings, []);

  // A refused row that is forwarded; then a row that asks for no session.
  Object.assign(routes, { getWhoIs: forward('穴 / a hole') });
  const { findings: refusedRow } = await attack(await again(city), listing, { table, share: 60 });
  t.deepEqual([...new Set(refusedRow.map(({ kind }) => kind))], ['unrouted']);
  t.true(refusedRow.every(({ what }) => what.includes('/admin/whois/')));

  Object.assign(routes, kept, { getJoinedRooms: { handling: 'forward', access: 'anyone', note: '穴 / a hole' } });
  const { findings: openRow } = await attack(await again(city), listing, { table, share: 60 });
  const kinds = new Set(openRow.map(({ kind }) => kind));
  t.true(kinds.has('not_admitted') && kinds.has('wrong_token'));
  t.true(openRow.every(({ what }) => what.includes('/joined_rooms')));
});

/** The attack ends with a logout: the same callers, logged in anew. */
async function again(city: Awaited<ReturnType<typeof createAttackCity>>) {
  return { ...city, callers: await city.signIn() };
}
