/**
 * What the homeserver must do because of an act here (4.5.4): take pushers away and put them back, forget a device. The act
 * itself never waits for it: an errand is written in the act's transaction, done after the commit, and tried again until it is
 * done. It looks at what the device is by then, so errands can be repeated, overtaken and done by any process.
 */
import type { Homeserver } from '#homeserver/homeserver.ts';
import { HomeserverRefused } from '#homeserver/homeserver-errors.ts';
import type { Log } from '#lib/log.ts';
import type { Device } from '#model/device.ts';
import type { Errand } from '#store/repositories/errands.ts';
import type { Store } from '#store/store.ts';
import { isSession } from './ending.ts';
import type { HomeserverTokens } from './homeserver-tokens.ts';

export interface Errands {
  /** Tries what is due, but waits no longer than a moment for a slow homeserver. */
  run(): Promise<void>;
  close(): Promise<void>;
}

export interface ErrandsOptions {
  store: Store;
  homeserver: Pick<Homeserver, 'setPusher' | 'deleteDevice'>;
  tokens: HomeserverTokens;
  log: Log;
}

const retryMs = 3000;
const patienceMs = 1500;

export function createErrands({ store, homeserver, tokens, log }: ErrandsOptions): Errands {
  let last: Promise<void> = Promise.resolve();
  let waiting: Promise<void> | undefined;
  let closed = false;
  const timer = setInterval(() => void enqueue(), retryMs).unref();

  /** One round at a time; whoever asks during one gets the next, which sees what they wrote. */
  function enqueue(): Promise<void> {
    waiting ??= last.then(() => {
      waiting = undefined;
      last = round().catch(later);
      return last;
    });
    return waiting;
  }

  async function round(): Promise<void> {
    for (const errand of await store.errands.all()) {
      if (closed) return;
      await settle(errand).then(() => store.errands.done(errand.id)).catch(later);
    }
  }

  function later(error: unknown): void {
    log.warn({ error: String(error) }, 'ホームサーバへの用事を後でやり直します / an errand at the homeserver will be tried again');
  }

  async function settle(errand: Errand): Promise<void> {
    let device = await store.devices.get(errand.device);
    for (;;) {
      await make(errand, device);
      const now = await store.devices.get(errand.device);
      // Another process may have acted on the device meanwhile.
      if (now?.state === device?.state) return;
      device = now;
    }
  }

  async function make(errand: Errand, device: Device | null): Promise<void> {
    if (device !== null && isSession(device)) return setPushers(device, device.state === 'active');
    // Another login with the same Matrix device ID took its place: it is that one's device now.
    const heirs = await store.devices.ofUser(errand.userId);
    if (heirs.some((heir) => isSession(heir) && heir.deviceId === errand.deviceId)) return;
    // The device's token dies with it; till then a wiped device could still be told of messages.
    await orRefused(errand, homeserver.deleteDevice(errand.userId, errand.deviceId));
    if (device !== null) await store.devices.setHomeserverToken(device.id, null);
  }

  async function setPushers(device: Device, present: boolean): Promise<void> {
    for (const { body } of await store.pushers.ofDevice(device.id)) {
      const wanted = present ? body : { ...body, kind: null };
      const token = await tokens.of(device);
      const set = homeserver.setPusher(token, wanted).catch(async (error: unknown) => {
        if (!(error instanceof HomeserverRefused && error.status === 401)) throw error;
        await homeserver.setPusher(await tokens.renew(device, token), wanted);
      });
      await orRefused({ device: device.id }, set);
    }
  }

  /** What the homeserver refuses it will refuse again: it is told to the operator, and not tried for ever. */
  async function orRefused({ device }: Pick<Errand, 'device'>, work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (error) {
      if (!(error instanceof HomeserverRefused)) throw error;
      log.error({ device, status: error.status, errcode: error.errcode }, 'ホームサーバが用事を断りました / the homeserver refused an errand');
    }
  }

  return {
    async run() {
      const { promise: moment, resolve } = Promise.withResolvers<void>();
      const end = setTimeout(resolve, patienceMs);
      await Promise.race([enqueue(), moment]);
      clearTimeout(end);
    },
    async close() {
      closed = true;
      clearInterval(timer);
      await (waiting ?? last);
    },
  };
}
