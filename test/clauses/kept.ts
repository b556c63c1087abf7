/** What Sekisho has kept, read from its database beside it. */
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
