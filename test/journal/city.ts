/** A real Synapse whose transactions reach a real journal, over a listener that can be closed and held up. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ExecutionContext } from 'ava';
import { createAppservice } from '#appservice/transactions.ts';
import { createHomeserver } from '#homeserver/homeserver.ts';
import { createJournal, type Delivery } from '#journal/journal.ts';
import { createReconciler, type Reconciler } from '#journal/reconciler.ts';
import { systemClock } from '#lib/clock.ts';
import { createLog } from '#lib/log.ts';
import type { EventId, RoomId, UserId } from '#matrix/identifiers.ts';
import type { Person } from '#model/person.ts';
import { freePort, serverName, startSynapse } from '../homeserver/synapse.ts';
import { openTestStore } from '../harness/store.ts';

export const hanako = '@hanako:city.test' as UserId;
export const taro = '@taro:city.test' as UserId;

export async function startCity(t: ExecutionContext) {
  const port = await freePort();
  const synapse = await startSynapse(t, port);
  const log = createLog('silent');
  const homeserver = createHomeserver({ url: synapse.url, registration: synapse.registration, serverName, log });
  const store = await openTestStore(t);
  const journal = createJournal({ store, homeserver, clock: systemClock, log });
  let held: Promise<void> | undefined;
  const deliver = async (delivery: Delivery) => {
    await held;
    await journal.deliver(delivery);
  };
  const listener = createAppservice({ journal: { deliver }, hsToken: synapse.registration.hsToken, log });
  let server: Server | undefined;
  let reconciler: Reconciler | undefined;
  t.teardown(async () => {
    await reconciler?.close();
    await homeserver.close();
    server?.closeAllConnections();
    server?.close();
  });

  const client = async <T>(token: string, method: string, path: string, body?: object): Promise<T> => {
    const answer = await fetch(`${synapse.url}/_matrix/client/v3${path}`, {
      method, headers: { authorization: `Bearer ${token}` }, ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return await answer.json() as T;
  };
  let sent = 0;

  return {
    synapse, homeserver, store, journal, client, log,
    /** The application service goes up, and goes down. */
    async listen() {
      server = createServer(listener).listen(port, '127.0.0.1');
      await once(server, 'listening');
    },
    deafen() {
      server?.closeAllConnections();
      server?.close();
    },
    /** Holds up every answer. @returns a function that lets them go. */
    holdUp(): () => void {
      const { promise, resolve } = Promise.withResolvers<void>();
      held = promise;
      return () => { held = undefined; resolve(); };
    },
    reconcile(): Reconciler {
      return reconciler ??= createReconciler({ store, homeserver, journal, serverName, clock: systemClock, log });
    },
    /** A person with an account, logged in. */
    async login(userId: UserId): Promise<string> {
      await homeserver.provision(userId, userId);
      const person: Person = {
        userId, name: userId, reading: '', kind: 'staff', role: 'general', state: 'active', unit: null, groups: [], sponsor: null, email: null,
        expires: null, passwordSetBy: 'self', provisioned: true, created: 0,
      };
      await store.transaction((tx) => tx.people.add(person, 'no password'));
      return homeserver.mintToken(userId, 'PC', null);
    },
    async createRoom(token: string, options: object = {}): Promise<RoomId> {
      return (await client<{ room_id: RoomId }>(token, 'POST', '/createRoom', options)).room_id;
    },
    async say(token: string, roomId: RoomId, body: string): Promise<EventId> {
      return (await client<{ event_id: EventId }>(token, 'PUT', `/rooms/${roomId}/send/m.room.message/${++sent}`, { msgtype: 'm.text', body })).event_id;
    },
    /** What is kept of a room's messages, in order: text and source. */
    async kept(roomId: RoomId): Promise<[unknown, string][]> {
      const events = await store.events.after(0, 100_000);
      return events.filter(({ event }) => event.room_id === roomId && event.type === 'm.room.message').map(({ event, source }) => [event.content.body, source]);
    },
  };
}

/** Waits until `true`, and says what was waited for when it does not come. */
export async function until(what: string, holds: () => Promise<boolean>, ms = 20_000): Promise<void> {
  for (let waited = 0; waited < ms; waited += 50) {
    if (await holds()) return;
    await sleep(50);
  }
  throw new Error(`in vain: ${what}`);
}
