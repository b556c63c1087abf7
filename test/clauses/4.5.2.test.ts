/** 4.5.2 モバイル端末の利用は、認証コードを発行するなどし、管理者が利用端末を制限できること. */
import anyTest, { type TestFn } from 'ava';
import { startCity, type City, type TestPerson } from '../harness/city.ts';
import { phoneAgent } from '../harness/client.ts';
import { call, passwordLogin } from './call.ts';
import { staff } from './person.ts';

const test = anyTest.serial as TestFn<{ city: City }>;
test.before(async (t) => { t.context.city = await startCity(); });
test.after.always((t) => t.context.city.close());

const phone = { zone: 'internet', address: '127.0.5.5', agent: phoneAgent } as const;
const reasonOf = (error: unknown) => (error as { data?: { reason?: string } }).data?.reason;

async function waiting(city: City, person: TestPerson) {
  const { body } = await city.admin.request('GET', 'devices?state=waiting');
  return body.items.filter((device: { user_id: string }) => device.user_id === person.user);
}

test('a one-time code admits one login, and no second', async (t) => {
  const { city } = t.context;
  const approvalCode = await city.admin.approvalCode(staff(city, 0));
  await (await city.login(staff(city, 0), { ...phone, approvalCode })).whoami();
  t.is(reasonOf(await t.throwsAsync(city.login(staff(city, 0), { ...phone, approvalCode }))), 'device_not_approved');
});

test('a code is for one person, and is not used up by a wrong password', async (t) => {
  const { city } = t.context;
  const approvalCode = await city.admin.approvalCode(staff(city, 1));
  t.is(reasonOf(await t.throwsAsync(city.login(staff(city, 2), { ...phone, approvalCode }))), 'device_not_approved');
  t.is(reasonOf(await t.throwsAsync(city.login({ ...staff(city, 1), password: 'wrong' }, { ...phone, approvalCode }))), 'wrong_password');
  await city.login(staff(city, 1), { ...phone, approvalCode });
});

test('many codes at once, each good once; the list shows none of them', async (t) => {
  const { city } = t.context;
  const { status, body } = await city.admin.request('POST', 'approval-codes', { user_id: staff(city, 3).user, count: 20 });
  t.true(status < 300);
  t.is(new Set(body.items.map((item: { code: string }) => item.code)).size, 20);
  const list = await city.admin.request('GET', 'approval-codes?limit=1000');
  t.false(JSON.stringify(list.body).includes(body.items[0].code));
});

test('without a code a right password leaves a waiting request; once approved the next login passes, and only that one', async (t) => {
  const { city } = t.context;
  const person = staff(city, 3);
  t.is(reasonOf(await t.throwsAsync(city.login({ ...person, password: 'wrong' }, { ...phone, deviceId: 'PHONE3' }))), 'wrong_password');
  t.is((await waiting(city, person)).length, 0);
  t.is(reasonOf(await t.throwsAsync(city.login(person, { ...phone, deviceId: 'PHONE3' }))), 'device_not_approved');
  const [request] = await waiting(city, person);
  t.like(request, { device_id: 'PHONE3', state: 'waiting', class: 'mobile', zone: 'internet', address: '127.0.5.5' });
  t.is((await city.admin.request('POST', `devices/${request.id}/approve`, { why: '本人を確認' })).status, 200);
  const client = await city.login(person, { ...phone, deviceId: 'PHONE3' });
  t.is(client.getDeviceId(), 'PHONE3');
  t.is(reasonOf(await t.throwsAsync(city.login(person, { ...phone, deviceId: 'PHONE3' }))), 'device_not_approved');
  await client.whoami();
});

test('a client that sends no device_id is known again by its agent', async (t) => {
  const { city } = t.context;
  const person = staff(city, 4);
  await t.throwsAsync(city.login(person, phone));
  const [request] = await waiting(city, person);
  await city.admin.request('POST', `devices/${request.id}/approve`);
  t.is(reasonOf(await t.throwsAsync(city.login(person, { ...phone, agent: 'Element X/26 (Other; Android 16)' }))), 'device_not_approved');
  await city.login(person, phone);
});

test('a rejected request does not come in', async (t) => {
  const { city } = t.context;
  const person = staff(city, 5);
  await t.throwsAsync(city.login(person, { ...phone, deviceId: 'STOLEN' }));
  const [request] = await waiting(city, person);
  t.is((await city.admin.request('POST', `devices/${request.id}/reject`)).body.state, 'rejected');
  t.is(reasonOf(await t.throwsAsync(city.login(person, { ...phone, deviceId: 'STOLEN' }))), 'device_not_approved');
});

test('an account leaves a few waiting requests at most', async (t) => {
  const { city } = t.context;
  const person = staff(city, 2);
  for (let i = 0; i < 12; i++) await call(city, 'POST', '/_matrix/client/v3/login', { ...phone, body: passwordLogin(person.user, person.password, { device_id: `MANY${i}` }) });
  t.true((await waiting(city, person)).length <= 6);
});

test('a guest must be approved everywhere, even at a listed PC', async (t) => {
  const { city } = t.context;
  t.is(reasonOf(await t.throwsAsync(city.login(city.people.guest))), 'device_not_approved');
  await city.login(city.people.guest, { approvalCode: await city.admin.approvalCode(city.people.guest) });
});
