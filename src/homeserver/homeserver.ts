/**
 * The client of the homeserver, by the specification's client-server and application-service APIs alone: any homeserver that
 * keeps them will do. It keeps nothing but its connections.
 */
import { z } from 'zod';
import type { EventId, RoomId, UserId } from '#matrix/identifiers.ts';
import { createAccounts } from './accounts.ts';
import { createBridge } from './bridge.ts';
import { createCalls, pathOf } from './calls.ts';
import { createCrossSigning } from './cross-signing.ts';
import type { HomeserverOptions } from './homeserver-options.ts';
import { createRooms } from './rooms.ts';
import { watchHomeserver } from './watch.ts';

const ownEventType = 'jp.sekisho.seen';

export type Homeserver = ReturnType<typeof createHomeserver>;

export function createHomeserver(options: HomeserverOptions) {
  const calls = createCalls(options.url);
  const { id, asToken } = options.registration;
  const bridge = createBridge(options);
  const watcher = `@${options.registration.senderLocalpart}_watch:${options.serverName}` as UserId;
  const watches = new Set<() => Promise<void>>();
  return {
    ...createAccounts(calls, asToken),
    ...createRooms(calls, asToken),
    ...createCrossSigning(calls, asToken),
    provision: bridge.provision,
    createOwnRoom: bridge.createOwnRoom,

    /** Overwrites the one state event of Sekisho's own room; the homeserver then delivers what it still holds back. */
    async writeOwnRoom(roomId: RoomId, at: number): Promise<EventId> {
      const path = pathOf('/_matrix/client/v3/rooms', roomId, 'state', ownEventType, '');
      const answer = await calls.call('PUT', path, z.object({ event_id: z.string() }), { token: asToken, body: { at } });
      return answer.event_id as EventId;
    },

    /** Asks the homeserver to call Sekisho's own listener: its back-off ends and the backlog comes at once. */
    async ping(): Promise<void> {
      await calls.call('POST', pathOf('/_matrix/client/v1/appservice', id, 'ping'), z.unknown(), { token: asToken, body: {} });
    },

    async available(): Promise<boolean> {
      return calls.call('GET', '/_matrix/client/versions', z.unknown(), { timeoutMs: 2000 }).then(() => true, () => false);
    },

    /** Calls `onBack` after each restart of the homeserver. @returns a function that ends the watch. */
    watch(onBack: () => void): () => Promise<void> {
      const end = watchHomeserver({ calls, asToken, watcher, register: bridge.register, log: options.log, onBack });
      watches.add(end);
      return async () => {
        watches.delete(end);
        await end();
      };
    },

    async close(): Promise<void> {
      await Promise.all([...watches].map((end) => end()));
      await bridge.close();
      await calls.close();
    },
  };
}
