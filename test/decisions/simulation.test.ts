import test from 'ava';
import { mostListed } from '#decisions/simulation.ts';
import { changed, hour, openCity, pc, phone, stranger, taro } from './city.ts';

const mustBeListed = changed((settings) => { settings.admission.internet.mobile.must = ['listed', 'approved']; });

test('who would have been refused by other settings, how often, by which rule', async (t) => {
  const city = await openCity(t);
  const { decisions } = await city.start();
  for (let i = 0; i < 5; i++) decisions.judge(phone(true), taro);
  for (let i = 0; i < 3; i++) decisions.judge(pc('127.0.0.5'), { userId: '@hanako:chat.example.jp', device: 'pc' });
  decisions.judge(phone(false), { userId: '@jiro:chat.example.jp', device: null });
  const found = await decisions.simulate({ settings: mustBeListed, since: city.now });
  const common = { act: 'use', zone: 'internet', class: 'mobile', address: '198.51.100.7', rule: 'device-admission', reason: 'address_not_listed' };
  t.deepEqual(found, {
    since: Date.UTC(2027, 0, 15, 3), until: city.now, version: 1, considered: { facts: 3, requests: 9 },
    refused: [
      { user_id: taro.userId, device: taro.device, ...common, count: 5, newly: true },
      { user_id: '@jiro:chat.example.jp', device: null, ...common, count: 1, newly: false },
    ],
    admitted: [], truncated: false,
  });
  t.is(decisions.version, 1, 'nothing was changed');
});

test('who would pass with other networks', async (t) => {
  const city = await openCity(t);
  const { decisions } = await city.start();
  decisions.judge(pc('10.1.2.3'), taro);
  decisions.judge(pc('10.1.2.3'), taro);
  decisions.judge(pc('10.2.0.1'), taro);
  const found = await decisions.simulate({ networks: [{ zone: 'lgwan', cidr: '10.1.0.0/16', note: '' }], since: city.now - hour });
  t.deepEqual(found.admitted.map(({ address, reason, count }) => ({ address, reason, count })), [{ address: '10.1.2.3', reason: 'address_not_listed', count: 2 }]);
  t.deepEqual(found.refused.map(({ address, count, newly }) => ({ address, count, newly })), [{ address: '10.2.0.1', count: 1, newly: false }]);
});

test('the reason is the one that the user would read', async (t) => {
  const city = await openCity(t);
  const { decisions } = await city.start();
  const { act, caller } = phone(true);
  decisions.judge({ act, caller: { ...caller, device: { ...caller.device, state: 'suspended' } } }, taro);
  const { refused } = await decisions.simulate({ settings: mustBeListed, since: 0 });
  t.deepEqual(refused.map(({ rule, reason, newly }) => ({ rule, reason, newly })), [{ rule: 'device-state', reason: 'device_suspended', newly: false }]);
});

test('counts of several hours, of two processes and after a restart add up; what is older than asked for is left out', async (t) => {
  const city = await openCity(t);
  const [one, other] = [await city.start(), await city.start()];
  const first = city.now;
  for (let i = 0; i < 2; i++) one.decisions.judge(phone(true), taro);
  for (let i = 0; i < 3; i++) other.decisions.judge(phone(true), taro);
  await Promise.all([one.decisions.flush(), other.decisions.flush()]);
  one.decisions.judge(phone(true), taro);
  await one.close();
  city.now += hour;
  for (let i = 0; i < 4; i++) other.decisions.judge(phone(true), taro);
  const all = await other.decisions.simulate({ settings: mustBeListed, since: first });
  t.deepEqual(all.considered, { facts: 2, requests: 10 });
  t.deepEqual(all.refused.map(({ count }) => count), [10]);
  const recent = await other.decisions.simulate({ settings: mustBeListed, since: city.now });
  t.deepEqual(recent.refused.map(({ count }) => count), [4]);
});

test('both policies decide as of the hour in which it happened', async (t) => {
  const city = await openCity(t);
  const { decisions } = await city.start();
  decisions.judge(pc('10.1.2.3'), taro);
  city.now += 48 * hour;
  decisions.judge(pc('10.1.2.3'), taro);
  const networks = [{ zone: 'lgwan' as const, cidr: '10.1.0.0/16', until: new Date(city.now - 24 * hour).toISOString(), note: '' }];
  const found = await decisions.simulate({ networks, since: 0 });
  t.deepEqual(found.admitted.map(({ count }) => count), [1]);
  t.deepEqual(found.refused.map(({ count }) => count), [1]);
});

test('a trial that cannot be read is refused, and one without a change changes nothing', async (t) => {
  const { decisions } = await (await openCity(t)).start();
  decisions.judge(phone(true), taro);
  await t.throwsAsync(decisions.simulate({ networks: [{ zone: 'lgwan', cidr: 'x', note: '' }], since: 0 }), { instanceOf: RangeError });
  const found = await decisions.simulate({ since: 0 });
  t.deepEqual([found.refused, found.admitted], [[], []]);
});

test('long lists are cut, the most frequent first', async (t) => {
  const { decisions } = await (await openCity(t)).start();
  for (let i = 0; i < mostListed + 1; i++) decisions.judge(phone(true), { ...taro, device: `d${i}` });
  decisions.judge(phone(true), { ...taro, device: `d${mostListed}` });
  const found = await decisions.simulate({ settings: mustBeListed, since: 0 });
  t.is(found.considered.requests, mostListed + 2);
  t.is(found.refused.length, mostListed);
  t.true(found.truncated);
  t.like(found.refused[0], { device: `d${mostListed}`, count: 2 });
});

test('facts are kept for forty days', async (t) => {
  const city = await openCity(t);
  const { decisions } = await city.start();
  decisions.judge(phone(true), taro);
  await decisions.flush();
  city.now += 40 * 24 * hour;
  await decisions.flush();
  t.is((await decisions.simulate({ since: 0 })).considered.requests, 1);
  city.now += hour;
  await decisions.flush();
  t.is((await decisions.simulate({ since: 0 })).considered.requests, 0);
});

test('facts that this release cannot read are left out', async (t) => {
  const city = await openCity(t);
  const { decisions, store } = await city.start();
  await store.recordedFacts.add([{ hour: 0, device: '', hash: 'x', userId: null, facts: '{"act":"use","something":"else"}', count: 1 }]);
  decisions.judge(phone(true), stranger);
  t.deepEqual((await decisions.simulate({ since: 0 })).considered, { facts: 1, requests: 1 });
});

test('a database that is away for a while costs no count', async (t) => {
  const city = await openCity(t);
  const { decisions, store } = await city.start();
  decisions.judge(phone(true), taro);
  const { add } = store.recordedFacts;
  store.recordedFacts.add = async () => { throw new Error('away'); };
  await t.throwsAsync(decisions.flush(), { message: 'away' });
  store.recordedFacts.add = add;
  decisions.judge(phone(true), taro);
  t.is((await decisions.simulate({ since: 0 })).considered.requests, 2);
});
