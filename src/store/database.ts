/** The connection, migrations and transactions: SQLite embedded by default, PostgreSQL by one setting. No knex type leaves this room. */
import { chmodSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import knexFactory, { type Knex } from 'knex';
import pg from 'pg';
import * as barrier from './migrations/0001-barrier.ts';

export type DatabaseOptions =
  | { client: 'sqlite'; file: string }
  | { client: 'postgres'; url: string; connections?: number };

const migrations = [{ name: '0001-barrier', ...barrier }];

// Times and positions are 64-bit integers that JavaScript's numbers hold exactly.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/** Opens the database and brings its tables up to date; `:memory:` gives an SQLite database of its own. */
export async function openDatabase(options: DatabaseOptions): Promise<Knex> {
  const knex = options.client === 'sqlite' ? openSqlite(options.file) : openPostgres(options.url, options.connections ?? 10);
  try {
    await migrate(knex, options.client);
    return knex;
  } catch (error) {
    await knex.destroy();
    throw error;
  }
}

/** Brings the tables up to date; of several processes that start at once, one does it. */
async function migrate(knex: Knex, client: DatabaseOptions['client']): Promise<void> {
  const latest = () => knex.migrate.latest({
    migrationSource: {
      getMigrations: async () => migrations,
      getMigrationName: (migration: (typeof migrations)[number]) => migration.name,
      getMigration: async (migration: (typeof migrations)[number]) => migration,
    },
  });
  if (client === 'sqlite') await latest();
  else await inTransaction(knex, latest);
}

function openSqlite(file: string): Knex {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  return knexFactory({
    client: 'sqlite3',
    connection: { filename: file },
    useNullAsDefault: true,
    // Errors carry the statement without its values: those are people's messages, and errors go to the log.
    compileSqlOnError: false,
    // One connection: SQLite has one writer, and a queue in front of it waits better than its lock does.
    pool: {
      min: 1, max: 1, idleTimeoutMillis: 2 ** 30,
      afterCreate(connection: { exec(sql: string, done: (error: Error | null) => void): void }, done: (error: Error | null, connection: unknown) => void) {
        if (file !== ':memory:') chmodSync(file, 0o600);
        connection.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 10000;', (error) => done(error, connection));
      },
    },
  });
}

function openPostgres(url: string, connections: number): Knex {
  return knexFactory({ client: 'pg', connection: url, compileSqlOnError: false, pool: { min: 0, max: connections } });
}

// Any number of the project's own; the same in every process of a city.
const writerLock = 0x5e15;

/**
 * Runs `act` in a transaction while no other such transaction runs in any process of the city, so that
 * sequence numbers given inside are seen in the order of their commits.
 */
export async function inTransaction<T>(knex: Knex, act: (trx: Knex.Transaction) => Promise<T>): Promise<T> {
  return knex.transaction(async (trx) => {
    if (knex.client.config.client === 'pg') await trx.raw('select pg_advisory_xact_lock(?)', [writerLock]);
    // SQLite would take its lock with the first write, too late for what was read before: a write of nothing takes it now, and waits for it.
    else await trx.raw('update state set value = value where false');
    return act(trx);
  });
}
