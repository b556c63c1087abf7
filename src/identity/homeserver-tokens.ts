/**
 * The homeserver's token of each device, which no client ever holds: sealed with the city's key in the database, made again
 * whenever it is missing or the homeserver forgot it, one at a time for a device.
 */
import type { Homeserver } from '#homeserver/homeserver.ts';
import { seal, unseal } from '#lib/hash.ts';
import type { Device } from '#model/device.ts';
import { Refused } from '#model/refused.ts';
import type { Store } from '#store/store.ts';
import { isSession } from './ending.ts';

export interface HomeserverTokens {
  of(device: Device): Promise<string>;
  /** Another one than `dead`. */
  renew(device: Device, dead: string): Promise<string>;
  /** A token as it is kept in the row of the device. */
  sealed(id: string, token: string): string;
}

export interface HomeserverTokensOptions {
  store: Store;
  homeserver: Pick<Homeserver, 'mintToken' | 'deleteDevice'>;
  cityKey: Uint8Array;
}

const place = (id: string) => `homeserver_token:${id}`;

export function createHomeserverTokens({ store, homeserver, cityKey }: HomeserverTokensOptions): HomeserverTokens {
  const minting = new Map<string, Promise<string>>();

  async function kept(id: string): Promise<string | null> {
    const text = await store.devices.homeserverToken(id);
    if (text === null) return null;
    try {
      return unseal(cityKey, place(id), text);
    } catch {
      // Sealed with a key that the city no longer has: another token takes its place.
      return null;
    }
  }

  async function mint({ id }: Device): Promise<string> {
    const device = await store.devices.get(id);
    if (device === null || !isSession(device)) throw new Refused('token_unknown');
    const token = await homeserver.mintToken(device.userId, device.deviceId, device.displayName);
    if (await store.devices.setHomeserverToken(id, seal(cityKey, place(id), token))) return token;
    // It logged out meanwhile: what was made again at the homeserver goes again.
    await homeserver.deleteDevice(device.userId, device.deviceId);
    throw new Refused('token_unknown');
  }

  function mintOnce(device: Device): Promise<string> {
    const running = minting.get(device.id);
    if (running !== undefined) return running;
    const made = mint(device).finally(() => minting.delete(device.id));
    minting.set(device.id, made);
    return made;
  }

  return {
    sealed: (id, token) => seal(cityKey, place(id), token),
    of: async (device) => await kept(device.id) ?? await mintOnce(device),
    async renew(device, dead) {
      const token = await kept(device.id);
      return token === null || token === dead ? mintOnce(device) : token;
    },
  };
}
