/**
 * Sessions (4.2.4, 4.5.4): what an access token stands for. Looked up once and kept in memory until a change of the device or
 * the person is announced; what was read before an announcement is never kept after it.
 */
import type { Caller } from '#policy/facts.ts';
import type { Clock } from '#lib/clock.ts';
import { sha256 } from '#lib/hash.ts';
import type { Device, Zone } from '#model/device.ts';
import type { Person } from '#model/person.ts';
import type { Sighting } from '#store/repositories/devices.ts';
import type { TokenRow } from '#store/repositories/tokens.ts';
import type { Store } from '#store/store.ts';
import { accountState, callerOf, postureOf, sessionState } from './caller.ts';
import type { HomeserverTokens } from './homeserver-tokens.ts';

export interface Session {
  readonly device: Device;
  readonly person: Person;
  /** The homeserver's token of this device; made when there is none. */
  homeserverToken(): Promise<string>;
  /** Another one, when the homeserver does not know `dead` any more. */
  renewHomeserverToken(dead: string): Promise<string>;
  /** Who calls, as the policy sees it, the same object while nothing changed; the device counts as seen at `now` from `address`. */
  caller(zone: Zone, address: string, now: number): Caller;
}

export interface Sessions {
  authenticate(accessToken: string): Promise<Session | 'unknown' | 'expired'>;
  /** The session of a device, for what is decided about it without its access token. */
  of(device: Device, person: Person): Session;
  /** Writes when and from where devices were seen. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

interface Entry {
  session: Session;
  device: string;
  userId: string;
  expires: number | null;
}

const mostKept = 50_000;
const mostCallers = 8;

export function createSessions({ store, clock, tokens }: { store: Store; clock: Clock; tokens: HomeserverTokens }): Sessions {
  const entries = new Map<string, Entry>();
  const hashesOf = new Map<string, Set<string>>();
  let sightings = new Map<string, Sighting>();
  let generation = 0;

  const unsubscribe = store.changes.subscribe((topic, key) => {
    if (topic !== 'device' && topic !== 'person') return;
    generation++;
    for (const hash of hashesOf.get(`${topic}:${key}`) ?? []) forget(hash);
  });

  function forget(hash: string): void {
    const entry = entries.get(hash);
    if (entry === undefined) return;
    entries.delete(hash);
    for (const key of [`device:${entry.device}`, `person:${entry.userId}`]) {
      const hashes = hashesOf.get(key);
      hashes?.delete(hash);
      if (hashes?.size === 0) hashesOf.delete(key);
    }
  }

  function keep(hash: string, entry: Entry): void {
    const [oldest] = entries.keys();
    if (entries.size >= mostKept && oldest !== undefined) forget(oldest);
    entries.set(hash, entry);
    for (const key of [`device:${entry.device}`, `person:${entry.userId}`]) {
      const hashes = hashesOf.get(key);
      if (hashes === undefined) hashesOf.set(key, new Set([hash]));
      else hashes.add(hash);
    }
  }

  async function load(hash: string): Promise<Entry | 'unknown' | 'expired'> {
    const began = generation;
    const token = await store.tokens.byAccess(hash);
    if (token === null) return 'unknown';
    // A newer pair took its place: its client asks for another token and keeps its data.
    if (token.ended !== null || (!token.used && !await use(token))) return 'expired';
    const device = await store.devices.get(token.device);
    const person = device === null ? null : await store.people.get(device.userId);
    if (device === null || person === null) return 'unknown';
    const entry = { session: sessionOf(device, person), device: device.id, userId: person.userId, expires: token.expires };
    if (generation === began && token.used) keep(hash, entry);
    return entry;
  }

  /** A pair that came of a refresh is used for the first time: the pairs before it end, in every process. */
  async function use({ accessHash }: TokenRow): Promise<boolean> {
    return store.transaction(async (tx) => {
      const token = await tx.tokens.byAccess(accessHash);
      if (token === null || token.ended !== null) return false;
      await tx.tokens.use(token, clock());
      await tx.announce('device', token.device);
      return true;
    });
  }

  function sessionOf(device: Device, person: Person): Session {
    let homeserverToken: Promise<string> | undefined;
    const remember = (promise: Promise<string>) => {
      homeserverToken = promise;
      promise.catch(() => { if (homeserverToken === promise) homeserverToken = undefined; });
      return promise;
    };
    const callers = new Map<string, Caller>();
    return {
      device, person,
      homeserverToken: () => homeserverToken ?? remember(tokens.of(device)),
      renewHomeserverToken: (dead) => remember(tokens.renew(device, dead)),
      caller(zone, address, now) {
        sightings.set(device.id, { lastSeen: now, address });
        const key = `${zone}|${address}`;
        const known = callers.get(key);
        const posture = postureOf(device, now);
        if (known !== undefined && known.account.state === accountState(person, now) && known.device.posture?.age_hours === posture?.age_hours) return known;
        if (callers.size >= mostCallers) callers.clear();
        const caller = callerOf(person, { zone, class: device.class, address }, { state: sessionState(device), approved: device.approved, posture }, now);
        callers.set(key, caller);
        return caller;
      },
    };
  }

  async function flush(): Promise<void> {
    if (sightings.size === 0) return;
    const written = sightings;
    sightings = new Map();
    await store.devices.seen(written);
  }

  return {
    async authenticate(accessToken) {
      const hash = sha256(accessToken);
      const entry = entries.get(hash) ?? await load(hash);
      if (typeof entry === 'string') return entry;
      return entry.expires !== null && entry.expires <= clock() ? 'expired' : entry.session;
    },
    of: sessionOf,
    flush,
    async close() {
      unsubscribe();
      await flush();
    },
  };
}
