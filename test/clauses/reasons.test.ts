/** 4.3.2 外部からの不正アクセスを防止する措置: whatever is refused says why; every reason of the closed list is reached by a request. */
import { setTimeout as sleep } from 'node:timers/promises';
import anyTest, { type TestFn } from 'ava';
import { reasons, type Reason } from '#policy/reasons.ts';
import { startCity, type City } from '../harness/city.ts';
import { later, reach } from './reasons.ts';

const test = anyTest.serial as TestFn<{ city: City }>;
test.before(async (t) => { t.context.city = await startCity(); });
test.after.always((t) => t.context.city.close());

/** Whether the audit log gives the reason, as the first, within the time that a group commit takes. */
async function isAudited(city: City, reason: Reason): Promise<boolean> {
  for (let tries = 0; tries < 40; tries++) {
    const { items } = (await city.admin.request('GET', 'audit?kind=refusal&limit=1000')).body;
    if (items.some((item: { reasons: Reason[] }) => item.reasons[0] === reason)) return true;
    await sleep(50);
  }
  return false;
}

for (const [name, ask] of Object.entries(reach)) {
  const reason = name as keyof typeof reach;
  test(`${reason} is reached, in the form of the contract, and is in the audit log`, async (t) => {
    const { city } = t.context;
    const { status, errcode, ja, en } = reasons[reason];
    const answer = await ask(city);
    t.like(answer, { status, body: { errcode, reason } }, JSON.stringify(answer));
    t.true(answer.body.error.startsWith(`${ja} / ${en}`), answer.body.error);
    t.true(await isAudited(city, reason));
  });
}

test('every reason of the list has its request, or the issue that will reach it', (t) => {
  t.deepEqual([...Object.keys(reach), ...Object.keys(later)].sort(), Object.keys(reasons).sort());
});
