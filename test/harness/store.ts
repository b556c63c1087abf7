/**
 * A store for tests on the database that the run is about (SEKISHO_TEST_DATABASE=sqlite|postgres; SQLite in memory otherwise):
 * the same tests prove both.
 */
import type { ExecutionContext } from 'ava';
import { systemClock, type Clock } from '#lib/clock.ts';
import type { DatabaseOptions } from '#store/database.ts';
import { openStore, type Store } from '#store/store.ts';
import { createPostgresDatabase } from './postgres.ts';

export type DatabaseKind = DatabaseOptions['client'];

export const testDatabaseKind: DatabaseKind = process.env['SEKISHO_TEST_DATABASE'] === 'postgres' ? 'postgres' : 'sqlite';

/** An empty store, closed when the test ends. A failure of the change feed fails the test. */
export async function openTestStore(t: ExecutionContext, clock: Clock = systemClock): Promise<Store> {
  const database = testDatabaseKind === 'postgres' ? await createPostgresDatabase() : null;
  const options: DatabaseOptions = database === null ? { client: 'sqlite', file: ':memory:' } : { client: 'postgres', url: database.url, connections: 4 };
  const store = await openStore(options, clock, (error) => t.fail(String(error)));
  t.teardown(async () => {
    await store.close();
    await database?.drop();
  });
  return store;
}
