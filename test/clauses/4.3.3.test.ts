/** 4.3.3 総当たりログイン攻撃、その他の不正行為を自動検知して遮断する措置. */
import anyTest, { type TestFn } from 'ava';
import { startCity, type City } from '../harness/city.ts';
import { call, passwordLogin } from './call.ts';
import { staff } from './person.ts';

const test = anyTest.serial as TestFn<{ city: City }>;
let now = Date.now();
test.before(async (t) => { t.context.city = await startCity({ clock: () => now }); });
test.after.always((t) => t.context.city.close());

const attempt = (city: City, user: string, password: string, address: string) => call(city, 'POST', '/_matrix/client/v3/login', { address, body: passwordLogin(user, password) });

test('an account closes after ten failures, also for the right password, whether it exists or not; it opens again', async (t) => {
  const { city } = t.context;
  const { user, password } = staff(city, 0);
  for (let i = 0; i < 10; i++) t.is((await attempt(city, user, 'wrong', '127.0.0.31')).body.reason, 'wrong_password');
  for (let i = 0; i < 10; i++) t.is((await attempt(city, 'nobody', 'wrong', '127.0.0.32')).body.reason, 'wrong_password');
  const locked = await attempt(city, user, password, '127.0.0.33');
  t.like(locked, { status: 429, body: { errcode: 'M_LIMIT_EXCEEDED', reason: 'too_many_attempts' } });
  t.is((await attempt(city, 'nobody', 'wrong', '127.0.0.33')).body.reason, 'too_many_attempts');
  t.is((await attempt(city, staff(city, 1).user, staff(city, 1).password, '127.0.0.31')).status, 200);
  now += 16 * 60_000;
  t.is((await attempt(city, user, password, '127.0.0.31')).status, 200);
});

test('an address that tries one password on many accounts closes; its neighbours do not', async (t) => {
  const { city } = t.context;
  for (let i = 0; i < 10; i++) await attempt(city, `spray${i}`, 'Summer2026!', '127.0.0.41');
  t.is((await attempt(city, staff(city, 2).user, staff(city, 2).password, '127.0.0.41')).body.reason, 'too_many_attempts');
  t.is((await attempt(city, staff(city, 2).user, staff(city, 2).password, '127.0.0.42')).status, 200);
});

test('requests beyond a limit are told to wait', async (t) => {
  const { city } = t.context;
  const { settings } = (await city.admin.request('GET', 'policy')).body;
  const token = (await city.login(staff(city, 3))).getAccessToken();
  await city.admin.request('PUT', 'policy', { settings: { ...settings, limits: { ...settings.limits, token: { per_second: 1, burst: 5 } } } });
  t.teardown(() => city.admin.request('PUT', 'policy', { settings }));
  const answers = [];
  for (let i = 0; i < 8; i++) answers.push(await call(city, 'GET', '/_matrix/client/v3/account/whoami', { token }));
  const limited = answers.filter((answer) => answer.status === 429);
  t.true(limited.length >= 2);
  t.like(limited[0]?.body, { errcode: 'M_LIMIT_EXCEEDED', reason: 'rate_limited' });
  t.true(limited[0]?.body.retry_after_ms > 0);
});
