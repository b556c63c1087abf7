import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import test, { type ExecutionContext } from 'ava';
import { createLog, type Log, type LogLevel } from '#lib/log.ts';

/** What a log wrote into a file until its line `end` came. */
async function written(t: ExecutionContext, level: LogLevel, write: (log: Log) => void): Promise<Record<string, unknown>[]> {
  const folder = mkdtempSync(join(tmpdir(), 'sekisho-log-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'deep/sekisho.log');
  const log = createLog(level, file);
  write(log);
  log.error({}, 'end');
  for (let tries = 0; tries < 500; tries++) {
    const lines = (existsSync(file) ? readFileSync(file, 'utf8') : '').split('\n').filter(Boolean).map(line => JSON.parse(line) as Record<string, unknown>);
    if (lines.at(-1)?.['msg'] === 'end') return lines.slice(0, -1);
    await sleep(10);
  }
  throw new Error('the log was never written');
}

test('a line is one JSON object with time, fields and message', async (t) => {
  const [line] = await written(t, 'info', log => log.info({ zone: 'lgwan' }, '受付 / received'));
  t.is(line?.['msg'], '受付 / received');
  t.is(line?.['zone'], 'lgwan');
  t.regex(String(line?.['time']), /^\d{4}-\d\d-\d\dT.*Z$/);
  t.false('pid' in line! || 'hostname' in line!);
});

test('what is below the level is not written', async (t) => {
  const lines = await written(t, 'warn', (log) => {
    log.debug({}, 'a');
    log.info({}, 'b');
    log.warn({}, 'c');
  });
  t.deepEqual(lines.map(line => line['msg']), ['c']);
});

test('a field whose name could carry a secret is never written', async (t) => {
  const secret = 'ひみつ-syt_abc';
  const lines = await written(t, 'debug', (log) => {
    log.info({ token: secret, password: secret, authorization: secret, access_token: secret }, 'flat');
    log.info({ request: { token: secret, password: secret, authorization: secret, access_token: secret } }, 'nested');
  });
  t.is(lines.length, 2);
  t.false(JSON.stringify(lines).includes(secret));
});
