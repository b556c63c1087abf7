/**
 * What Sekisho does as an application service through matrix-appservice-bridge: it registers people, names them and has a room
 * of its own. The bridge weighs 40 MB and is loaded at the first of these acts; a gateway that only forwards never carries it.
 * Its listener is not used: it answers before an event is kept (architecture.md, "Why transactions.ts is ours").
 */
import type { Bridge } from 'matrix-appservice-bridge';
import type { RoomId, UserId } from '#matrix/identifiers.ts';
import { HomeserverRefused, HomeserverUnavailable } from './homeserver-errors.ts';
import type { HomeserverOptions } from './homeserver-options.ts';

const actsOfOne = 200;

export function createBridge(options: HomeserverOptions) {
  let bridge: Promise<Bridge> | undefined;
  let acts = 0;

  async function close(): Promise<void> {
    const last = bridge;
    bridge = undefined;
    await (await last?.catch(() => undefined))?.close();
  }

  /** Runs an act of the bridge, with its errors made ours. */
  async function acting<T>(what: string, act: (bridge: Bridge) => Promise<T>): Promise<T> {
    // It keeps 10 kB of every person it ever acted for: a city of 3,001 would leave 50 MB behind.
    if (++acts % actsOfOne === 0) await close();
    bridge ??= load(options);
    try {
      return await act(await bridge);
    } catch (error) {
      const { errcode, statusCode } = error as { errcode?: string; statusCode?: number };
      if (errcode !== undefined && statusCode !== undefined && statusCode < 500) throw new HomeserverRefused(what, statusCode, errcode);
      throw new HomeserverUnavailable(what, error);
    }
  }

  return {
    /** Registers the account if it is absent, then sets its display name: only then does the user directory show it. */
    async provision(userId: UserId, displayName: string): Promise<void> {
      await acting('provision', async (bridge) => {
        const intent = bridge.getIntent(userId);
        await intent.ensureRegistered();
        await intent.setDisplayName(displayName);
      });
    },

    /** Registers an account of Sekisho's own; without a display name no directory shows it. */
    async register(userId: UserId): Promise<void> {
      await acting('register', async (bridge) => { await bridge.getIntent(userId).ensureRegistered(); });
    },

    /** A room of Sekisho's own, which nobody else is in and no directory shows. */
    async createOwnRoom(): Promise<RoomId> {
      return acting('own room', async (bridge) => {
        const intent = bridge.getIntent();
        await intent.ensureRegistered(true);
        const { room_id: roomId } = await intent.createRoom({ createAsClient: true, options: { preset: 'private_chat', visibility: 'private', name: 'Sekisho' } });
        return roomId as RoomId;
      });
    },

    close,
  };
}

async function load({ url, registration, serverName }: HomeserverOptions): Promise<Bridge> {
  const { AppServiceRegistration, Bridge, Logger } = await import('matrix-appservice-bridge');
  // Its own log would name people and rooms in a form of its own; errors reach ours by being thrown.
  Logger.configure({ console: 'off' });
  const paper = new AppServiceRegistration(null);
  paper.setId(registration.id);
  paper.setAppServiceToken(registration.asToken);
  paper.setHomeserverToken(registration.hsToken);
  paper.setSenderLocalpart(registration.senderLocalpart);
  const bridge = new Bridge({
    homeserverUrl: url, domain: serverName, registration: paper, disableStores: true,
    controller: { onEvent: () => undefined },
  });
  await bridge.initialise();
  return bridge;
}
