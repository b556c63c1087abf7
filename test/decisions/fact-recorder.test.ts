import test from 'ava';
import { FactRecorder, most } from '#decisions/fact-recorder.ts';
import type { RecordedFacts } from '#store/repositories/recorded-facts.ts';
import { hour, pc, phone, stranger, taro } from './city.ts';

const noon = Date.UTC(2027, 0, 15, 12);

async function written(recorder: FactRecorder): Promise<RecordedFacts[]> {
  const rows: RecordedFacts[] = [];
  await recorder.write(async (batch) => void rows.push(...batch));
  return rows;
}

test('equal facts of a device are one row with a count, whether or not they come as the same object', async (t) => {
  const recorder = new FactRecorder();
  const facts = pc('127.0.0.5');
  for (let i = 0; i < 3; i++) recorder.record(facts, taro, noon + i);
  recorder.record(pc('127.0.0.5'), taro, noon);
  recorder.record(pc('127.0.0.6'), taro, noon);
  recorder.record(facts, { ...taro, device: 'another' }, noon);
  recorder.record(facts, stranger, noon);
  const rows = await written(recorder);
  t.deepEqual(rows.map(({ device, count, userId }) => [device, count, userId]), [['device-of-taro', 4, taro.userId], ['device-of-taro', 1, taro.userId], ['another', 1, taro.userId], ['', 1, null]]);
  t.deepEqual(JSON.parse(rows[0]?.facts ?? ''), facts);
  t.deepEqual(await written(recorder), []);
  recorder.record(facts, taro, noon);
  t.deepEqual((await written(recorder)).map(({ hash, count }) => [hash, count]), [[rows[0]?.hash, 1]]);
});

test('before there is a device, people are told apart', async (t) => {
  const recorder = new FactRecorder();
  for (const userId of ['@taro:chat.example.jp', '@hanako:chat.example.jp', '@taro:chat.example.jp']) recorder.record(phone(false), { userId, device: null }, noon);
  t.deepEqual((await written(recorder)).map(({ userId, count }) => [userId, count]), [['@taro:chat.example.jp', 2], ['@hanako:chat.example.jp', 1]]);
});

test('the hour turns at its last millisecond, and nothing of the old one is lost', async (t) => {
  const recorder = new FactRecorder();
  const facts = pc('127.0.0.5');
  for (const at of [noon + hour - 1, noon + hour - 1, noon + hour, noon + hour * 2 - 1, noon + hour * 2]) recorder.record(facts, taro, at);
  t.deepEqual((await written(recorder)).map(({ hour: at, count }) => [at - noon, count]), [[0, 2], [hour, 2], [2 * hour, 1]]);
});

test('what could not be written stays counted, over the hour and beyond', async (t) => {
  const recorder = new FactRecorder();
  const facts = pc('127.0.0.5');
  recorder.record(facts, taro, noon);
  await t.throwsAsync(recorder.write(async () => {
    // Counted while the database is asked, in this hour and in the next.
    recorder.record(facts, taro, noon);
    recorder.record(facts, taro, noon + hour);
    throw new Error('away');
  }));
  t.deepEqual((await written(recorder)).map(({ hour: at, count }) => [at - noon, count]), [[0, 2], [hour, 1]]);
  t.deepEqual(await written(recorder), []);
});

test('what is counted while it is written is written next time', async (t) => {
  const recorder = new FactRecorder();
  const facts = phone(true);
  recorder.record(facts, taro, noon);
  await recorder.write(async () => recorder.record(facts, taro, noon));
  t.deepEqual((await written(recorder)).map(({ count }) => count), [1]);
});

test('nobody fills the memory: a device, all without a device, and all together have a limit an hour', async (t) => {
  const recorder = new FactRecorder();
  const type = (i: number) => ({ ...phone(true), act: 'send_event' as const, type: `t${i}`, encrypted_file: false });
  for (let i = 0; i < most.device + 5; i++) recorder.record(type(i), taro, noon);
  t.is(recorder.takeSkipped(), 5);
  recorder.record(type(0), taro, noon);
  t.is(recorder.takeSkipped(), 0, 'what is known is counted on');
  for (let i = 0; i < most.withoutDevice + 7; i++) recorder.record({ act: 'unrouted', zone: 'internet', operation: `${i}` }, stranger, noon);
  t.is(recorder.takeSkipped(), 7);
  for (let device = 0; device < 300; device++) for (let i = 0; i < most.device; i++) recorder.record(type(i), { ...taro, device: `${device}` }, noon);
  t.is(recorder.takeSkipped(), 300 * most.device + most.device + most.withoutDevice - most.altogether);
  t.is((await written(recorder)).length, most.altogether);
  recorder.record(type(999), taro, noon + hour);
  t.is(recorder.takeSkipped(), 0, 'the next hour has its own');
});
