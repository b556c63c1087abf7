/**
 * The people of a city without its gateway: for the first administrator, for one when all others are lost, for the people of
 * the demo. It works beside a running Sekisho, which hears of every change through the database.
 */
import { createAudit } from '#audit/audit-log.ts';
import { auditOrigin } from '#audit/signed-head.ts';
import { loadKeys } from '#config/keys.ts';
import { loadRegistration } from '#config/registration.ts';
import type { Config } from '#config/schema.ts';
import { createHomeserver } from '#homeserver/homeserver.ts';
import { systemClock, type Clock } from '#lib/clock.ts';
import { createLog } from '#lib/log.ts';
import { createPeople, type People } from '#people/people.ts';
import { openStore, type Store } from '#store/store.ts';

/** Opens what an act on people needs, runs it, and closes everything again. */
export async function withPeople<T>(config: Config, act: (people: People, store: Store) => Promise<T>, clock: Clock = systemClock): Promise<T> {
  const log = createLog('silent');
  const keys = loadKeys(config.keys.file);
  const registration = loadRegistration(config.appservice.registration);
  const serverName = config.server.server_name;
  const store = await openStore(config.database, clock, () => {});
  const audit = await createAudit({ store, clock, log, origin: auditOrigin(serverName), signingKey: keys.audit, headsFile: config.audit.heads_file, headIntervalMs: config.audit.head_interval_seconds * 1000 });
  const homeserver = createHomeserver({
    url: config.homeserver.url, serverName, log,
    registration: { id: registration.id, asToken: registration.as_token, hsToken: registration.hs_token, senderLocalpart: registration.sender_localpart },
  });
  const people = createPeople({ store, audit, homeserver, serverName, clock, log });
  try {
    return await act(people, store);
  } finally {
    await people.close();
    await audit.close();
    await homeserver.close();
    await store.close();
  }
}
