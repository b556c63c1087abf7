/** What identity asks of a homeserver, in memory: for the mechanics alone; the real one is met in test/clauses. */
import type { IdentityOptions } from '#identity/identity.ts';
import { HomeserverRefused, HomeserverUnavailable } from '#homeserver/homeserver-errors.ts';

export class FakeHomeserver {
  /** `user|device` → its valid tokens. */
  readonly devices = new Map<string, Set<string>>();
  /** `user|device|pushkey` → body. */
  readonly pushers = new Map<string, Record<string, unknown>>();
  readonly names = new Map<string, string>();
  readonly provisioned: string[] = [];
  minted = 0;
  away = false;
  /** Called before each call is done. */
  meanwhile: () => Promise<void> = async () => undefined;

  readonly calls: IdentityOptions['homeserver'] = {
    mintToken: async (userId, deviceId) => {
      await this.#reach('login');
      const token = `hs-${++this.minted}`;
      const key = `${userId}|${deviceId}`;
      this.devices.set(key, new Set([...this.devices.get(key) ?? [], token]));
      return token;
    },
    provision: async (userId) => {
      await this.#reach('register');
      this.provisioned.push(userId);
    },
    deleteDevice: async (userId, deviceId) => {
      await this.#reach('delete');
      this.devices.delete(`${userId}|${deviceId}`);
      for (const key of this.pushers.keys()) if (key.startsWith(`${userId}|${deviceId}|`)) this.pushers.delete(key);
    },
    renameDevice: async (userId, deviceId, name) => {
      await this.#reach('rename');
      this.names.set(`${userId}|${deviceId}`, name);
    },
    setPusher: async (token, body) => {
      await this.#reach('pushers');
      const device = [...this.devices].find(([, tokens]) => tokens.has(token))?.[0];
      if (device === undefined) throw new HomeserverRefused('pushers', 401, 'M_UNKNOWN_TOKEN');
      if (body['lang'] === 'refused') throw new HomeserverRefused('pushers', 400, 'M_INVALID_PARAM');
      const key = `${device}|${String(body['pushkey'])}`;
      if (body['kind'] === null) this.pushers.delete(key);
      else this.pushers.set(key, body);
    },
  };

  /** As after a restart with another database: it knows no token any more. */
  forgetTokens(): void {
    for (const tokens of this.devices.values()) tokens.clear();
  }

  async #reach(what: string): Promise<void> {
    await this.meanwhile();
    if (this.away) throw new HomeserverUnavailable(what);
  }
}
