/**
 * The homeserver learns of people after Sekisho does (4.5.10): an account and its name for those who are there, none for those
 * who left. A person's `provisioned` says whether both agree; whoever is not is tried until they do, also after a restart, so
 * that a homeserver that was down leaves no half person.
 */
import { HomeserverRefused } from '#homeserver/homeserver-errors.ts';
import type { Log } from '#lib/log.ts';
import type { UserId } from '#matrix/identifiers.ts';
import type { Person } from '#model/person.ts';
import type { Store } from '#store/store.ts';

/** What is asked of the homeserver's client. */
export interface HomeserverAccounts {
  provision(userId: UserId, displayName: string): Promise<void>;
  deactivate(userId: UserId): Promise<void>;
}

export interface Provisioning {
  /** Tries this person now; a failure is tried again later. */
  now(person: Person): Promise<void>;
  /** Tries everybody who is due. */
  all(): Promise<void>;
  close(): Promise<void>;
}

const firstRetryMs = 1000;
const lastRetryMs = 60_000;
const atOnce = 1000;

export function createProvisioning({ store, homeserver, log }: { store: Store; homeserver: HomeserverAccounts; log: Log }): Provisioning {
  let timer: NodeJS.Timeout | undefined;
  let retryMs = firstRetryMs;
  let running: Promise<void> | undefined;
  let closed = false;

  async function end(userId: UserId): Promise<void> {
    try {
      await homeserver.deactivate(userId);
    } catch (error) {
      // There is no such account, or it has ended already: nothing is left to end.
      if (!(error instanceof HomeserverRefused && error.status === 403)) throw error;
    }
  }

  async function attempt(person: Person): Promise<boolean> {
    try {
      if (person.state === 'retired') await end(person.userId);
      else await homeserver.provision(person.userId, person.name);
      return await agree(person);
    } catch (error) {
      log.warn({ user_id: person.userId, error: String(error) }, 'ホームサーバへの登録を後でやり直します / will provision later');
      return false;
    }
  }

  /** @returns false when the person changed meanwhile, and is due again. */
  function agree({ userId, name, state }: Person): Promise<boolean> {
    return store.transaction(async (tx) => {
      const now = await tx.people.get(userId);
      if (now === null || now.name !== name || (now.state === 'retired') !== (state === 'retired')) return false;
      await tx.people.update({ ...now, provisioned: true });
      await tx.announce('person', userId);
      return true;
    });
  }

  function later(): void {
    if (closed || timer !== undefined) return;
    timer = setTimeout(() => {
      timer = undefined;
      void all();
    }, retryMs).unref();
    retryMs = Math.min(retryMs * 2, lastRetryMs);
  }

  async function run(): Promise<void> {
    try {
      let failed = false;
      for (const person of await store.people.list({ provisioned: false, limit: atOnce })) {
        if (closed) return;
        if (!await attempt(person)) failed = true;
      }
      if (failed) later();
      else retryMs = firstRetryMs;
    } catch (error) {
      log.error({ error: String(error) }, '登録待ちの利用者を読めません / cannot read who is to be provisioned');
      later();
    }
  }

  function all(): Promise<void> {
    running ??= run().finally(() => { running = undefined; });
    return running;
  }

  return {
    async now(person) {
      if (!await attempt(person)) later();
    },
    all,
    async close() {
      closed = true;
      clearTimeout(timer);
      await running;
    },
  };
}
