import { readFileSync, statSync } from 'node:fs';
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import test from 'ava';
import { createAudit } from '#audit/audit-log.ts';
import type { AuditEntry } from '#audit/audit.ts';
import { openHead } from '#audit/signed-head.ts';
import { openAuditCity, origin, signingKey } from './city.ts';

const minute = 60_000;
const key = { origin, publicKey: createPublicKey(signingKey) };
const refusal = (address = '192.0.2.1'): AuditEntry => ({ kind: 'refusal', act: 'sync', address, zone: 'internet', reasons: ['address_not_listed'] });
const all = { limit: 100_000 };

test('an entry is there when the act is, and comes back as it was given', async (t) => {
  const city = await openAuditCity(t);
  await city.store.transaction((tx) => city.audit.append(tx, { kind: 'device', act: 'devices.suspend', actor: '@admin:chat.example.jp', device: 'abc', why: '紛失', details: { zone: 'lgwan', groups: ['a'] } }));
  t.deepEqual(await city.audit.list(all), { items: [{ seq: 1, time: '2026-07-01T00:00:00.000Z', kind: 'device', act: 'devices.suspend', actor: '@admin:chat.example.jp', device: 'abc', why: '紛失', details: { zone: 'lgwan', groups: ['a'] } }] });
});

test('an act that fails leaves no entry, and an entry that cannot be written undoes the act', async (t) => {
  const city = await openAuditCity(t);
  await t.throwsAsync(city.store.transaction(async (tx) => {
    await tx.state.set('act', 'done');
    await city.audit.append(tx, { kind: 'admin', act: 'first' });
    throw new Error('failed');
  }), { message: 'failed' });
  t.deepEqual(await city.audit.list(all), { items: [] });
  await city.write(2);
  await city.tamper((knex) => knex('audit').insert({ seq: 3, at: 0, kind: 'x', user_id: null, leaf: 'x', body: 'x' }));
  await t.throwsAsync(city.store.transaction(async (tx) => {
    await tx.state.set('act', 'done');
    await city.audit.append(tx, { kind: 'admin', act: 'second' });
  }));
  t.is(await city.store.state.get('act'), null);
  await city.tamper((knex) => knex('audit').where({ seq: 3 }).delete());
  await city.write(1);
  t.deepEqual(await city.findings(), []);
});

test('several entries of one transaction', async (t) => {
  const city = await openAuditCity(t);
  await city.store.transaction(async (tx) => {
    for (let i = 0; i < 5; i++) await city.audit.append(tx, { kind: 'admin', act: `act ${i}` });
  });
  t.is((await city.audit.list(all)).items.length, 5);
  t.deepEqual(await city.findings(), []);
});

test('two processes write one chain', async (t) => {
  const city = await openAuditCity(t);
  const other = await city.openOther();
  const acts: Promise<void>[] = [];
  for (let i = 0; i < 30; i++) {
    for (const audit of [city.audit, other]) {
      acts.push(city.store.transaction((tx) => audit.append(tx, { kind: 'login', act: 'login' })));
      audit.note(refusal(`192.0.2.${i}`));
    }
  }
  await Promise.all(acts);
  await Promise.all([city.audit.flush(), other.flush()]);
  await city.keepHead();
  await other.close();
  const { items } = await city.audit.list(all);
  t.deepEqual(items.map(({ seq }) => seq), Array.from({ length: 120 }, (_, i) => 120 - i));
  t.deepEqual(await city.findings(), []);
});

test('a refusal is written within 100 ms, without anyone asking', async (t) => {
  const city = await openAuditCity(t);
  city.audit.note(refusal());
  await sleep(city.database.client === 'sqlite' ? 300 : 600);
  t.like((await city.audit.list(all)).items[0], { kind: 'refusal', address: '192.0.2.1', reasons: ['address_not_listed'] });
  t.deepEqual(city.audit.backlog(), { waiting: 0, lost: 0 });
});

test('10,000 refusals of one kind are two entries', async (t) => {
  const city = await openAuditCity(t);
  for (let i = 0; i < 10_000; i++) {
    city.now += 1;
    city.audit.note(refusal());
  }
  city.now += minute;
  // The end of the minute is noticed without another refusal.
  for (let tries = 0; tries < 50 && (await city.audit.list(all)).items.length < 2; tries++) await sleep(100);
  const { items } = await city.audit.list(all);
  t.is(items.length, 2);
  t.like(items[0], { seq: 2, count: 9999, from: '2026-07-01T00:00:00.002Z', until: '2026-07-01T00:00:10.000Z', time: '2026-07-01T00:01:10.000Z' });
  t.is(items[1]?.count, undefined);
  t.deepEqual(await city.findings(), []);
});

test('refusals from 5,000 addresses are bounded', async (t) => {
  const city = await openAuditCity(t);
  for (let i = 0; i < 5000; i++) city.audit.note(refusal(`2001:db8::${i.toString(16)}`));
  await city.audit.flush();
  const { items } = await city.audit.list(all);
  t.is(items.length, 1001);
  t.like(items[0], { act: 'many', count: 4000, reasons: ['address_not_listed'], details: { addresses: 4000, addresses_exact: true } });
});

test('what waits is written at the end', async (t) => {
  const city = await openAuditCity(t);
  city.audit.note(refusal());
  city.audit.note(refusal());
  await city.audit.close();
  t.is((await city.audit.list(all)).items.length, 2);
  t.is(openHead(await city.audit.checkpoint(), key)?.size, 2);
  t.deepEqual(await city.findings(), []);
});

test('the list: newest first, a part at a time, by kind, user and time', async (t) => {
  const city = await openAuditCity(t);
  await city.write(5);
  city.audit.note({ ...refusal(), user_id: '@jiro:chat.example.jp' });
  await city.audit.flush();
  const seqs = async (filter: Parameters<typeof city.audit.list>[0]) => (await city.audit.list(filter)).items.map(({ seq }) => seq);
  t.deepEqual(await seqs({ limit: 2 }), [6, 5]);
  const part = await city.audit.list({ limit: 4 });
  t.is(part.next, 2);
  t.deepEqual(await city.audit.list({ limit: 4, from: 2 }).then(({ items, next }) => [items.map(({ seq }) => seq), next]), [[2, 1], undefined]);
  t.deepEqual(await seqs({ limit: 9, kind: 'refusal' }), [6]);
  t.deepEqual(await seqs({ limit: 9, user: '@taro:chat.example.jp' }), [5, 4, 3, 2, 1]);
  t.deepEqual(await seqs({ limit: 9, since: Date.UTC(2026, 6, 1, 0, 0, 2), until: Date.UTC(2026, 6, 1, 0, 0, 4) }), [4, 3, 2]);
});

test('the checkpoint is that of the log as it stands', async (t) => {
  const city = await openAuditCity(t);
  t.is(openHead(await city.audit.checkpoint(), key)?.size, 0);
  await city.write(3);
  t.is(openHead(await city.audit.checkpoint(), key)?.size, 3);
});

test('after an administrative act a head is kept within a second: in the file, the database and the log', async (t) => {
  const city = await openAuditCity(t);
  await city.store.transaction((tx) => city.audit.append(tx, { kind: 'admin', act: 'users.create' }));
  for (let tries = 0; tries < 20 && !city.logged.includes('audit_head'); tries++) await sleep(100);
  t.true(city.logged.includes('audit_head'));
  const lines = readFileSync(city.headsFile, 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line) as { size: number; note: string });
  t.is(statSync(city.headsFile).mode & 0o777, 0o600);
  t.is(lines.length, 1);
  t.deepEqual(await city.store.audit.newestHead(), { size: 1, note: lines[0]?.note ?? '' });
  // Nothing came since, so nothing is kept twice, by nobody.
  const other = await city.openOther();
  await city.keepHead();
  await other.close();
  t.is(readFileSync(city.headsFile, 'utf8').trimEnd().split('\n').length, 1);
});

test('while the database is away entries wait, in a bounded memory, and what is lost is counted', async (t) => {
  const city = await openAuditCity(t);
  await city.write(1);
  await city.tamper((knex) => knex.schema.renameTable('audit', 'away'));
  for (let i = 0; i < 12; i++) {
    for (let j = 0; j < 1000; j++) city.audit.note(refusal(`10.${i}.${j >> 8}.${j & 255}`));
    city.now += minute;
  }
  await city.audit.flush();
  t.deepEqual(city.audit.backlog(), { waiting: 10_000, lost: 2000 });
  t.deepEqual(city.logged, ['audit_lost', 'audit_not_writing']);
  await city.tamper((knex) => knex.schema.renameTable('away', 'audit'));
  for (let tries = 0; tries < 100 && city.audit.backlog().waiting > 0; tries++) await sleep(100);
  t.deepEqual(city.audit.backlog(), { waiting: 0, lost: 2000 });
  t.is(city.logged.at(-1), 'audit_writing');
  const { items } = await city.audit.list(all);
  t.is(items.length, 10_002);
  t.like(items.find(({ act }) => act === 'audit.lost'), { kind: 'system', count: 2000 });
  t.deepEqual(await city.findings(), []);
});

test('a key or a name that does not serve is refused at the start', async (t) => {
  const city = await openAuditCity(t);
  const options = { store: city.store, clock: () => 0, log: { debug() {}, info() {}, warn() {}, error() {} }, origin, signingKey, headsFile: city.headsFile, headIntervalMs: 1000 };
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
  await t.throwsAsync(createAudit({ ...options, signingKey: rsa }), { message: /Ed25519/ });
  await t.throwsAsync(createAudit({ ...options, origin: 'a log' }), { message: /Ed25519/ });
});
