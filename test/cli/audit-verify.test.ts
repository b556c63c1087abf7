import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { createAudit } from '#audit/audit-log.ts';
import { auditOrigin } from '#audit/signed-head.ts';
import { createKeys, loadKeys } from '#config/keys.ts';
import { systemClock } from '#lib/clock.ts';
import { createLog } from '#lib/log.ts';
import { openDatabase, type DatabaseOptions } from '#store/database.ts';
import { openStore } from '#store/store.ts';

const serverName = 'chat.example.jp';
const configuration = `
server: { server_name: ${serverName}, language: en }
zones:
  lgwan: { port: 8441, public_url: https://lgwan.example.jp }
  internet: { port: 8442, public_url: https://chat.example.jp }
admin: { port: 8443 }
homeserver: { url: http://127.0.0.1:8008 }
appservice: { port: 8009, registration: registration.yaml }
database: { client: sqlite, file: sekisho.db }
keys: { file: keys.json }
audit: { heads_file: heads.txt }
`;

interface City {
  folder: string;
  database: DatabaseOptions;
  verify(...more: string[]): Promise<{ code: number; output: string }>;
}

/** The configuration of a city whose log has three entries. */
async function city(t: ExecutionContext): Promise<City> {
  const folder = mkdtempSync(join(tmpdir(), 'sekisho-verify-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'sekisho.yaml');
  writeFileSync(file, configuration);
  createKeys(join(folder, 'keys.json'));
  const database: DatabaseOptions = { client: 'sqlite', file: join(folder, 'sekisho.db') };
  const store = await openStore(database, systemClock, (error) => t.fail(String(error)));
  const audit = await createAudit({ store, clock: systemClock, log: createLog('silent'), origin: auditOrigin(serverName), signingKey: loadKeys(join(folder, 'keys.json')).audit, headsFile: join(folder, 'heads.txt'), headIntervalMs: 60_000 });
  for (let i = 0; i < 3; i++) await store.transaction((tx) => audit.append(tx, { kind: 'login', act: 'login' }));
  await audit.close();
  await store.close();
  const script = `import { auditVerify } from '${join(import.meta.dirname, '../../src/cli/audit-verify.ts')}'; process.exitCode = await auditVerify.run(process.argv.slice(1));`;
  return {
    folder,
    database,
    verify: (...more) => new Promise((resolve) => {
      const child = execFile(process.execPath, ['--input-type=module', '-e', script, '--', '--config', file, ...more], (_error, stdout, stderr) => {
        resolve({ code: child.exitCode ?? -1, output: stdout + stderr });
      });
    }),
  };
}

test('a log in order: 0', async (t) => {
  const { folder, verify } = await city(t);
  t.deepEqual(await verify(), { code: 0, output: '✔ in order: 3 entries, 1 signed heads\n' });
  t.deepEqual(await verify('--heads', join(folder, 'heads.txt')), { code: 0, output: '✔ in order: 3 entries, 1 signed heads\n' });
});

test('a log not in order: 1, and where', async (t) => {
  const { database, verify } = await city(t);
  const knex = await openDatabase(database);
  await knex('audit').where({ seq: 2 }).delete();
  await knex('audit').where({ seq: 3 }).update({ user_id: '@taro:chat.example.jp' });
  await knex.destroy();
  t.deepEqual(await verify(), { code: 1, output: '✘ entry 2: entries were deleted\n✘ entry 3: the columns for searching differ from the text\n✘ 2 faults: 3 entries, 1 signed heads\n' });
});

test('a log that cannot be checked: 2, and why', async (t) => {
  const { folder, verify } = await city(t);
  t.like(await verify('--heads', join(folder, 'nowhere.txt')), { code: 2 });
  rmSync(join(folder, 'keys.json'));
  const { code, output } = await verify();
  t.is(code, 2);
  t.regex(output, /keys\.json/);
});
