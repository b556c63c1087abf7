/** Wires the parts; names no feature. `start` gives a running Sekisho, `close` ends it gently. */
import { readFileSync } from 'node:fs';
import { createAdmin } from '#admin/server.ts';
import { createAppservice } from '#appservice/transactions.ts';
import { createAudit } from '#audit/audit-log.ts';
import { auditOrigin } from '#audit/signed-head.ts';
import { loadKeys } from '#config/keys.ts';
import { loadPreset } from '#config/preset.ts';
import { loadRegistration } from '#config/registration.ts';
import type { Config } from '#config/schema.ts';
import { createDecisions } from '#decisions/decisions.ts';
import { createForwarder } from '#gateway/forward.ts';
import { createGateway } from '#gateway/gateway.ts';
import type { Gate } from '#gateway/pipeline.ts';
import { createHomeserver } from '#homeserver/homeserver.ts';
import { parseProxies } from '#http/client-address.ts';
import { listen, type Listener, type ListenOptions } from '#http/listener.ts';
import { createMetrics } from '#http/metrics.ts';
import { createIdentity } from '#identity/identity.ts';
import { createJournal } from '#journal/journal.ts';
import { createReconciler } from '#journal/reconciler.ts';
import { systemClock, type Clock } from '#lib/clock.ts';
import { createLog } from '#lib/log.ts';
import type { Zone } from '#model/device.ts';
import { createPeople } from '#people/people.ts';
import { openStore } from '#store/store.ts';

export interface Running {
  gateways: Record<Zone, string>;
  admin: string;
  /** Lets requests end, then ends everything; twice is once. */
  close(): Promise<void>;
}

/** How long requests may go on after the end was asked for. */
const graceMs = 10_000;
const everyone = { malformed: () => undefined };

type Section = { host: string; port: number; tls?: { cert: string; key: string } | undefined };

/** @throws Error that names what is missing or taken; nothing is left running then */
export async function start(config: Config, { clock = systemClock }: { clock?: Clock } = {}): Promise<Running> {
  // What was started is ended in the reverse order, also when a later part cannot start.
  const endings: (() => unknown)[] = [];
  const closeAll = async () => {
    for (const end of endings.splice(0).toReversed()) await end();
  };
  try {
    return await wire(config, clock, endings, closeAll);
  } catch (error) {
    await closeAll();
    throw error;
  }
}

async function wire(config: Config, clock: Clock, endings: (() => unknown)[], closeAll: () => Promise<void>): Promise<Running> {
  const keys = loadKeys(config.keys.file);
  const registration = loadRegistration(config.appservice.registration);
  const serverName = config.server.server_name;
  const log = createLog(config.log.level, config.log.file);
  const on = <T extends { close(): unknown }>(part: T): T => {
    endings.push(() => part.close());
    return part;
  };

  const store = on(await openStore(config.database, clock, (error) => log.error({ error: String(error) }, 'データベースの変更を読めません / changes cannot be read')));
  const homeserver = on(createHomeserver({
    url: config.homeserver.url, serverName, log,
    registration: { id: registration.id, asToken: registration.as_token, hsToken: registration.hs_token, senderLocalpart: registration.sender_localpart },
  }));
  const audit = on(await createAudit({
    store, clock, log, origin: auditOrigin(serverName), signingKey: keys.audit,
    headsFile: config.audit.heads_file, headIntervalMs: config.audit.head_interval_seconds * 1000,
  }));
  const metrics = createMetrics();
  const decisions = on(await createDecisions({ store, audit, clock, log, initial: loadPreset(config.city.preset), observe: metrics.decided }));
  const journal = createJournal({ store, homeserver, clock, log });
  const identity = on(createIdentity({
    store, audit, decisions, homeserver, clock, serverName, log, cityKey: keys.city,
    sessions: { accessTokenMinutes: config.sessions.access_token_minutes, refreshTokenDays: config.sessions.refresh_token_days },
  }));
  const forwarder = on(createForwarder({ url: config.homeserver.url, log }));
  const gateway = on(createGateway({ rooms: { identity, decisions, audit, journal, homeserver, serverName, clock }, forwarder, changes: store.changes, metrics, clock, log }));

  // Several processes share the ports and the data where the database can be shared; otherwise a taken port is an error.
  const reusePort = config.database.client === 'postgres';
  const bind = async (section: Section, ...rest: [Parameters<typeof listen>[1], Parameters<typeof listen>[2]]): Promise<Listener> => {
    const tls = section.tls && { cert: readFileSync(section.tls.cert, 'utf8'), key: readFileSync(section.tls.key, 'utf8') };
    const options: ListenOptions = { host: section.host, port: section.port, reusePort, ...(tls && { tls }) };
    const listener = await listen(options, ...rest);
    endings.push(() => listener.close(graceMs));
    return listener;
  };

  await bind(config.appservice, createAppservice({ journal, hsToken: registration.hs_token, log }), everyone);
  const reconciler = on(createReconciler({ store, homeserver, journal, serverName, clock, log }));
  const people = on(createPeople({ store, audit, homeserver, serverName, clock, log }));
  const ready = async () => ({
    database: await store.ping().then(() => true, () => false),
    homeserver: await homeserver.available(),
    reconciled: !reconciler.reconciling,
  });
  const admin = await bind(config.admin, createAdmin({ identity, people, decisions, audit, store, clock, metrics, log, ready, proxies: null }).listener, everyone);

  const open = async (zone: Zone): Promise<Listener> => {
    const section = config.zones[zone];
    const gate: Gate = {
      zone,
      proxies: section.proxies === undefined ? null : parseProxies(section.proxies.trusted, section.proxies.header),
      publicUrl: section.public_url,
      secure: section.tls !== undefined,
    };
    return bind(section, gateway.listener(gate), { malformed: (address, code) => gateway.malformed(gate, address, code) });
  };
  const lgwan = await open('lgwan');
  const internet = await open('internet');
  // Before a listener waits for its requests to end, the polls that would last longest are sent on.
  endings.push(() => gateway.wake());
  log.info({ lgwan: lgwan.url, internet: internet.url, admin: admin.url }, 'Sekisho が始まりました / Sekisho is running');
  return { gateways: { lgwan: lgwan.url, internet: internet.url }, admin: admin.url, close: closeAll };
}
