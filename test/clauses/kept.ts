/** What Sekisho has kept, read from its database beside it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '#lib/clock.ts';
import { openStore, type Store } from '#store/store.ts';
import type { City } from '../harness/city.ts';

export async function withStore<T>(city: City, look: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore(city.config.database, systemClock, () => {});
  try {
    return await look(store);
  } finally {
    await store.close();
  }
}

/** The texts of the events as they were kept, in the order asked for; null for one that is missing. */
export function keptBodies(city: City, eventIds: readonly string[]): Promise<(string | null)[]> {
  return withStore(city, async (store) => {
    const bodies: (string | null)[] = [];
    for (const id of eventIds) {
      const kept = await store.events.get(id as never);
      bodies.push(kept === null ? null : String((kept.event.content as { body?: string }).body));
    }
    return bodies;
  });
}

const patienceMs = 120_000;
const pauseMs = 200;

/** Waits until each of the events is kept. @returns those that never were. */
export function missingAtLast(city: City, eventIds: readonly string[]): Promise<string[]> {
  return withStore(city, async (store) => {
    for (let waited = 0; ; waited += pauseMs) {
      const places = await store.events.places(eventIds as never[]);
      const missing = eventIds.filter((id) => !places.has(id as never));
      if (missing.length === 0 || waited > patienceMs) return missing;
      await sleep(pauseMs);
    }
  });
}

/** Whether the events stand in the journal in this order. What a comparison found was lost, and stands in order after the rest. */
export function keptInOrder(city: City, eventIds: readonly string[]): Promise<boolean> {
  return withStore(city, async (store) => {
    const places = await store.events.places(eventIds as never[]);
    const last = { transaction: 0, fetched: 0, reconciled: 0 };
    return eventIds.every((id) => {
      const place = places.get(id as never);
      if (place === undefined || place.position <= last[place.source]) return false;
      last[place.source] = place.position;
      return true;
    });
  });
}
