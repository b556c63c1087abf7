import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import test from 'ava';
import { Refused } from '#model/refused.ts';
import { changed, initial, openCity, pc, phone, startProcess, stranger } from './city.ts';

const by = '@admin:chat.example.jp';
const open = changed((settings) => { settings.admission.internet.mobile.must = ['listed']; });

const reasonsOf = (decision: { refusals: readonly { reason: string }[] }) => decision.refusals.map(({ reason }) => reason);

test('a city without a policy starts from the initial one, as version 1', async (t) => {
  const city = await openCity(t);
  const { decisions, audit } = await city.start();
  t.is(decisions.version, 1);
  t.deepEqual(await decisions.current(), { version: 1, ...initial, at: city.now, by: 'setup', why: '最初の設定 / the initial settings' });
  const { items } = await audit.list({ limit: 10, kind: 'policy' });
  t.deepEqual(items.map(({ act, actor }) => ({ act, actor })), [{ act: 'policy.create', actor: 'setup' }]);
});

test('a change holds at once, is a version, and is in the audit log without its whole text', async (t) => {
  const city = await openCity(t);
  const { decisions, audit } = await city.start();
  t.deepEqual(reasonsOf(decisions.judge(phone(false), stranger)), ['device_not_approved']);
  city.now += 60_000;
  const networks = [...initial.networks, { zone: 'internet' as const, cidr: '198.51.100.0/24', note: '出張所' }];
  const version = await decisions.change({ settings: open, networks, by, why: '出張所を開く' });
  t.deepEqual(reasonsOf(decisions.judge(phone(false), stranger)), []);
  t.deepEqual(version, { version: 2, settings: open, networks, at: city.now, by, why: '出張所を開く' });
  t.deepEqual(await decisions.current(), version);
  t.deepEqual((await decisions.versions(0, 10)).map((one) => [one.version, one.by]), [[1, 'setup'], [2, by]]);
  t.deepEqual((await decisions.versions(1, 10)).map((one) => one.version), [2]);
  t.deepEqual((await decisions.versions(0, 1)).map((one) => one.version), [1]);
  const { items: [entry] } = await audit.list({ limit: 1, kind: 'policy' });
  t.like(entry, { act: 'policy.change', actor: by, why: '出張所を開く' });
  t.deepEqual(entry?.details, { version: 2, changed: ['admission.internet.mobile.must'], networks_added: ['internet 198.51.100.0/24'], networks_removed: [] });
});

test('what a change does not speak of stays', async (t) => {
  const { decisions } = await (await openCity(t)).start();
  await decisions.change({ networks: [], by, why: '' });
  t.deepEqual((await decisions.current()).settings, initial.settings);
  t.deepEqual(reasonsOf(decisions.judge(pc('127.0.0.5'), stranger)), ['address_not_listed']);
  await decisions.change({ settings: open, by, why: '' });
  t.deepEqual((await decisions.current()).networks, []);
});

test('a change made from an older version is a conflict and changes nothing', async (t) => {
  const { decisions } = await (await openCity(t)).start();
  await decisions.change({ settings: open, by, why: '', expect: 1 });
  const error = await t.throwsAsync(decisions.change({ networks: [], by, why: '', expect: 1 }), { instanceOf: Refused });
  t.deepEqual(error?.reasons, ['conflict']);
  t.is((await decisions.versions(0, 10)).length, 2);
  t.is(decisions.version, 2);
});

test('a change that cannot be read, or whose other half fails, changes nothing', async (t) => {
  const { decisions, audit } = await (await openCity(t)).start();
  await t.throwsAsync(decisions.change({ networks: [{ zone: 'lgwan', cidr: '10.0.0.1/8', note: '' }], by, why: '' }));
  await t.throwsAsync(decisions.change({ settings: open, by, why: '' }, async () => { throw new Error('the other half'); }), { message: 'the other half' });
  t.is(decisions.version, 1);
  t.is((await decisions.current()).version, 1);
  t.is((await audit.list({ limit: 10, kind: 'policy' })).items.length, 1);
  t.deepEqual(reasonsOf(decisions.judge(phone(false), stranger)), ['device_not_approved']);
});

test('what goes with a change is in its transaction', async (t) => {
  const { decisions, store } = await (await openCity(t)).start();
  await decisions.change({ settings: open, by, why: '' }, (tx) => tx.state.set('also', 'yes'));
  t.is(await store.state.get('also'), 'yes');
});

test('two processes: both start from one version, and a change in one holds in the other within seconds', async (t) => {
  const city = await openCity(t);
  const [one, other] = await Promise.all([city.start(), city.start()]);
  t.is((await one.decisions.versions(0, 10)).length, 1);
  await one.decisions.change({ settings: open, networks: [{ zone: 'internet', cidr: '0.0.0.0/0', note: '' }], by, why: '' });
  for (let tries = 0; other.decisions.version === 1 && tries < 50; tries++) await sleep(100);
  t.deepEqual(reasonsOf(other.decisions.judge(phone(false), stranger)), []);
  // Changes from both at the same time: each is made from the other's outcome, and none is lost.
  await Promise.all(Array.from({ length: 10 }, (_, i) => (i % 2 === 0 ? one : other).decisions.change({ networks: [{ zone: 'lgwan', cidr: `10.${i}.0.0/16`, note: '' }], by, why: `${i}` })));
  const versions = await one.decisions.versions(0, 100);
  t.deepEqual(versions.map(({ version }) => version), Array.from({ length: 12 }, (_, i) => i + 1));
  t.deepEqual(versions.slice(2).map(({ why }) => why).toSorted(), Array.from({ length: 10 }, (_, i) => `${i}`));
  t.deepEqual((await other.decisions.current()).networks, versions.at(-1)?.networks);
  t.deepEqual((await one.decisions.current()).networks, versions.at(-1)?.networks);
});

test('of many that change the same version one wins', async (t) => {
  const city = await openCity(t);
  const [one, other] = [await city.start(), await city.start()];
  const results = await Promise.allSettled([one, other, one, other].map(({ decisions }) => decisions.change({ settings: open, by, why: '', expect: 1 })));
  t.is(results.filter(({ status }) => status === 'fulfilled').length, 1);
});

test('a process that cannot read a new version goes on with the old one, says so, and takes the next that it can', async (t) => {
  const city = await openCity(t);
  const { decisions, store } = await city.start();
  const version = { ...initial, settings: { ...initial.settings, from_another_release: true }, version: 2, at: city.now, by, why: '' };
  await store.transaction(async (tx) => {
    await tx.policyVersions.insert(version);
    await tx.announce('policy', '2');
  });
  for (let tries = 0; city.logged.length === 0 && tries < 50; tries++) await sleep(20);
  t.regex(city.logged[0] ?? '', /方針を読めません/);
  t.is(decisions.version, 1);
  await decisions.change({ settings: open, by, why: '' });
  t.is(decisions.version, 3);
});

test('killed while the policy is changed: every acknowledged change stands, with its audit entry, and no half of another', async (t) => {
  const city = await openCity(t);
  const child = spawn(process.execPath, [new URL('change-forever.ts', import.meta.url).pathname, JSON.stringify(city.database), city.folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  let acknowledged = 0;
  for await (const line of createInterface(child.stdout)) {
    acknowledged = Number(line);
    if (acknowledged === 15) child.kill('SIGKILL');
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  const { decisions, audit, close } = await startProcess(city.database, city.folder, () => city.now);
  t.teardown(close);
  const versions = await decisions.versions(0, 1000);
  t.true(versions.length >= acknowledged && acknowledged >= 15);
  t.is(decisions.version, versions.length);
  const { items } = await audit.list({ limit: 1000, kind: 'policy' });
  t.deepEqual(items.map(({ details }) => details?.['version']).toReversed(), versions.map(({ version }) => version));
});
