/**
 * 4.5.4: pushers are set through here, so that they are known when a device is suspended. One is written down before the homeserver
 * hears of it: whatever happens in between, none stands there that nobody can take away.
 */
import { HomeserverRefused } from '#homeserver/homeserver-errors.ts';
import type { Homeserver } from '#homeserver/homeserver.ts';
import type { Store } from '#store/store.ts';
import type { Errands } from './errands.ts';
import type { Session } from './sessions.ts';

export interface SessionPushers {
  /** Sets the pusher, or takes it away where `kind` is null; `body` as the client sent it. @throws HomeserverRefused, HomeserverUnavailable */
  set(session: Session, pusher: { appId: string; pushkey: string; body: Record<string, unknown> }): Promise<void>;
}

export interface SessionPushersOptions {
  store: Store;
  homeserver: Pick<Homeserver, 'setPusher'>;
  errands: Errands;
}

export function createSessionPushers({ store, homeserver, errands }: SessionPushersOptions): SessionPushers {
  async function forward(session: Session, body: Record<string, unknown>): Promise<void> {
    const token = await session.homeserverToken();
    try {
      await homeserver.setPusher(token, body);
    } catch (error) {
      if (!(error instanceof HomeserverRefused && error.status === 401)) throw error;
      await homeserver.setPusher(await session.renewHomeserverToken(token), body);
    }
  }

  return {
    async set(session, { appId, pushkey, body }) {
      const { id, userId, deviceId } = session.device;
      if (body['kind'] === null) {
        await forward(session, body);
        await store.pushers.remove(id, appId, pushkey);
        return;
      }
      const before = (await store.pushers.ofDevice(id)).find((pusher) => pusher.appId === appId && pusher.pushkey === pushkey);
      await store.pushers.put({ device: id, appId, pushkey, body });
      try {
        await forward(session, body);
      } catch (error) {
        if (error instanceof HomeserverRefused) {
          if (before === undefined) await store.pushers.remove(id, appId, pushkey);
          else await store.pushers.put(before);
        }
        throw error;
      }
      // Suspended while the homeserver was asked: what was taken away then stands again now.
      const now = await store.devices.get(id);
      if (now?.state === 'active' || deviceId === null) return;
      await store.errands.add({ device: id, userId, deviceId });
      await errands.run();
    },
  };
}
