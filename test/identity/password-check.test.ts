/** 4.2.1, 4.3.3: guessing is noticed and stopped, and tells nobody which accounts exist. */
import test from 'ava';
import { Refused } from '#model/refused.ts';
import { hana, jiro, minute, openHouse, password, pc, reasonsOf, type House } from './house.ts';

const wrong = { ...pc, password: 'not-the-password' };

async function refusalOf(act: Promise<unknown>): Promise<Refused> {
  const error = await act.then(() => new Error('was not refused'), (refused: unknown) => refused);
  if (error instanceof Refused) return error;
  throw error;
}

async function fail(house: House, times: number, login = wrong): Promise<void> {
  for (let i = 0; i < times; i++) await refusalOf(house.identity.login(login));
}

test('an account that does not exist is refused as one that does', async (t) => {
  const house = await openHouse(t);
  const known = await refusalOf(house.identity.login(wrong));
  for (const user of ['nobody', '@hana:elsewhere.example', 'Ｈａｎａ', '', '@', 'a'.repeat(900), 'DROP TABLE people']) {
    const unknown = await refusalOf(house.identity.login({ ...wrong, user }));
    t.deepEqual(unknown.reasons, known.reasons);
    t.is(unknown.message, known.message);
    t.deepEqual({ ...unknown.extra, user_id: undefined }, { ...known.extra, user_id: undefined });
  }
  t.deepEqual(known.reasons, ['wrong_password']);
  t.is(known.extra.user_id, hana, 'the audit log names the account that exists');
});

test('the tenth failure of an account closes it, whether it exists or not, even for the right password', async (t) => {
  const house = await openHouse(t);
  for (const user of ['hana', 'nobody']) {
    await fail(house, 9, { ...wrong, user, address: '127.0.0.20' });
    t.deepEqual(await reasonsOf(house.identity.login({ ...wrong, user })), ['wrong_password']);
    const closed = await refusalOf(house.identity.login({ ...pc, user }));
    t.deepEqual(closed.reasons, ['too_many_attempts']);
    t.is(closed.extra.retry_after_ms, 15 * minute);
  }
  t.is((await house.identity.login({ ...pc, user: 'jiro' })).userId, jiro, 'others on the address are not harmed');
});

test('the account opens when the oldest failure leaves the window', async (t) => {
  const house = await openHouse(t);
  await fail(house, 1);
  house.now += minute;
  await fail(house, 9);
  house.now += 14 * minute - 1;
  const closed = await refusalOf(house.identity.login(pc));
  t.deepEqual(closed.reasons, ['too_many_attempts']);
  t.is(closed.extra.retry_after_ms, 1000, 'never less than a second');
  house.now += 1;
  t.is((await house.identity.login(pc)).userId, hana);
});

test('a login that succeeds forgets the failures of its account', async (t) => {
  const house = await openHouse(t);
  await fail(house, 9);
  await house.identity.login(pc);
  await fail(house, 9);
  t.is((await house.identity.login(pc)).userId, hana);
});

test('a right password that is refused for its device forgets nothing', async (t) => {
  const house = await openHouse(t);
  await fail(house, 9);
  t.deepEqual(await reasonsOf(house.identity.login({ ...pc, class: 'mobile' })), ['device_not_approved']);
  await fail(house, 1);
  t.deepEqual(await reasonsOf(house.identity.login(pc)), ['too_many_attempts']);
});

test('failures of ten different accounts close an address for everybody there, and for nobody elsewhere', async (t) => {
  const house = await openHouse(t);
  for (let i = 0; i < 10; i++) {
    t.deepEqual(await reasonsOf(house.identity.login({ ...wrong, user: `guess${i}` })), ['wrong_password']);
    t.deepEqual(await reasonsOf(house.identity.login({ ...wrong, user: `GUESS${i}` })), [i === 9 ? 'too_many_attempts' : 'wrong_password'], 'the same account counts once');
  }
  t.deepEqual(await reasonsOf(house.identity.login(pc)), ['too_many_attempts']);
  t.is((await house.identity.login({ ...pc, address: '127.0.0.30' })).userId, hana);
});

test('many guesses at the same time learn no more than ten', async (t) => {
  const house = await openHouse(t);
  const guesses = Array.from({ length: 40 }, (_, i) => ({ ...wrong, password: i === 39 ? password : `guess-${i}-guess` }));
  const outcomes = await Promise.all(guesses.map((guess) => house.identity.login(guess).then(() => 'in', (error: unknown) => (error as Refused).reasons[0])));
  t.is(outcomes.filter((outcome) => outcome === 'wrong_password').length, 10);
  t.is(outcomes.filter((outcome) => outcome === 'too_many_attempts').length, 30);
});

test('what was typed as the user is not kept: people type passwords there', async (t) => {
  const house = await openHouse(t);
  await refusalOf(house.identity.login({ ...wrong, user: 'my-secret-typed-in-the-wrong-field' }));
  await house.audit.flush();
  await house.decisions.flush();
  const { items } = await house.audit.list({ limit: 100 });
  t.false(JSON.stringify(items).includes('my-secret'));
  t.is((await house.store.attempts.since(0, 'my-secret-typed-in-the-wrong-field', '')).account, 0);
});
