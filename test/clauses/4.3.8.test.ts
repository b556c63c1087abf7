/** 4.3.8 障害発生時も継続利用ができる冗長構成等の仕組みを講じていること. */
import { setTimeout as sleep } from 'node:timers/promises';
import anyTest, { type ExecutionContext, type TestFn } from 'ava';
import type { MatrixClient } from 'matrix-js-sdk';
import { startCity, type City } from '../harness/city.ts';
import { call } from './call.ts';
import { keptBodies, keptInOrder, missingAtLast } from './kept.ts';
import { staff } from './person.ts';
import { auditVerify, reconciled, spawnSekisho, type SekishoProcess } from './sekisho-process.ts';
import { readRoom, roomOf, sendDirectly, startSending, type Acknowledged } from './sending.ts';

interface Context {
  city: City;
  clients: [MatrixClient, ...MatrixClient[]];
  roomId: string;
}

const test = anyTest.serial as TestFn<Context>;
/** The process that runs now. */
let sekisho: SekishoProcess | undefined;

async function killed(): Promise<void> {
  await sekisho?.kill();
  sekisho = undefined;
}

async function started(city: City): Promise<void> {
  sekisho = await spawnSekisho(city);
}

test.before(async (t) => {
  const city = t.context.city = await startCity();
  await started(city);
  t.context.clients = [await city.login(staff(city, 0)), await city.login(staff(city, 1)), await city.login(staff(city, 2)), await city.login(staff(city, 3))];
  t.context.roomId = await roomOf(t.context.clients);
});
test.after.always(async (t) => {
  await killed();
  await t.context.city.close();
});

/** Each message that was acknowledged is at the homeserver and in the journal, with its text. */
async function standsEverywhere(t: ExecutionContext<Context>, acknowledged: Acknowledged): Promise<void> {
  const { city, clients: [reader], roomId } = t.context;
  const [ids, texts] = [[...acknowledged.keys()], [...acknowledged.values()]];
  const atHomeserver = await readRoom(city, reader, roomId);
  t.deepEqual(ids.map((id) => atHomeserver.get(id)), texts, 'at the homeserver');
  t.deepEqual(await missingAtLast(city, ids), [], 'in the journal');
  t.deepEqual(await keptBodies(city, ids), texts, 'the texts in the journal');
}

test('Sekisho is killed twice while four clients send: nothing acknowledged is missing, nobody logs in again', async (t) => {
  const { city, clients, roomId } = t.context;
  const streams = clients.map((client, i) => startSending(city, client, roomId, `killed${i}`));
  for (let i = 0; i < 2; i++) {
    await sleep(1500);
    await killed();
    await started(city);
  }
  await sleep(1000);
  await Promise.all(streams.map((stream) => stream.stop()));
  for (const { acknowledged, unexpected } of streams) {
    t.deepEqual(unexpected, []);
    t.true(acknowledged.size >= 5, `${acknowledged.size} were acknowledged`);
    await standsEverywhere(t, acknowledged);
    t.true(await keptInOrder(city, [...acknowledged.keys()]));
  }
  t.like(await auditVerify(city), { code: 0 });
});

test('Sekisho is killed in the middle of policy changes and suspensions: what was acknowledged stands, and is in the audit log', async (t) => {
  const { city, clients } = t.context;
  const { settings } = (await city.admin.request('GET', 'policy')).body;
  const { body: { items } } = await city.admin.request('GET', 'devices?limit=1000');
  const device = items.find((each: { device_id: string }) => each.device_id === clients[3]?.getDeviceId());
  const versions = new Map<number, string>();
  const whys: string[] = [];
  let state: string = device.state;
  let asked: string = device.state;
  let going = true;
  const changing = (async () => {
    for (let n = 0; going; n++) {
      const why = `変更 ${n}`;
      const answer = await city.admin.request('PUT', 'policy', { settings: { ...settings, lockout: { ...settings.lockout, account_attempts: 10 + n } }, why }).catch(() => null);
      if (answer?.status === 200) {
        versions.set(answer.body.version, why);
        whys.push(why);
      } else await sleep(30);
    }
  })();
  const suspending = (async () => {
    for (let n = 0; going; n++) {
      const verb = state === 'suspended' ? 'resume' : 'suspend';
      asked = verb === 'suspend' ? 'suspended' : 'active';
      const answer = await city.admin.request('POST', `devices/${device.id}/${verb}`, { why: `紛失 ${n}` }).catch(() => null);
      if (answer?.status === 200) {
        state = answer.body.state;
        whys.push(`紛失 ${n}`);
      } else {
        await sleep(30);
        // It may have been done and not answered.
        const found = await city.admin.request('GET', `devices/${device.id}`).catch(() => null);
        if (found?.status === 200) {
          t.true([state, asked].includes(found.body.state));
          state = found.body.state;
        }
      }
    }
  })();
  for (let i = 0; i < 3; i++) {
    await sleep(700 + 130 * i);
    await killed();
    await started(city);
  }
  await sleep(300);
  going = false;
  await Promise.all([changing, suspending]);

  t.true(versions.size >= 6 && whys.length >= 12, `${versions.size} versions, ${whys.length} acts`);
  const kept = (await city.admin.request('GET', 'policy/versions?limit=1000')).body.items as { version: number; why: string }[];
  for (const [version, why] of versions) t.is(kept.find((each) => each.version === version)?.why, why);
  t.is((await city.admin.request('GET', `devices/${device.id}`)).body.state, state);
  const audited = new Set<string>();
  for (let from = ''; ;) {
    const { body } = await city.admin.request('GET', `audit?limit=1000${from}`);
    for (const item of body.items) audited.add(item.why);
    if (body.next === undefined) break;
    from = `&from=${body.next}`;
  }
  t.deepEqual(whys.filter((why) => !audited.has(why)), []);
  t.like(await auditVerify(city), { code: 0 });
  if (state === 'suspended') await city.admin.request('POST', `devices/${device.id}/resume`, {});
  await city.admin.request('PUT', 'policy', { settings });
  t.is((await call(city, 'GET', '/_matrix/client/v3/account/whoami', { token: clients[3]?.getAccessToken() ?? '' })).status, 200);
});

test('the homeserver restarts while clients send: they try again, and nothing acknowledged is missing', async (t) => {
  const { city, clients, roomId } = t.context;
  const streams = clients.slice(0, 2).map((client, i) => startSending(city, client, roomId, `restarted${i}`));
  await sleep(1000);
  await city.restartSynapse();
  await sleep(1000);
  await Promise.all(streams.map((stream) => stream.stop()));
  for (const { acknowledged, unexpected } of streams) {
    t.deepEqual(unexpected, []);
    await standsEverywhere(t, acknowledged);
  }
});

test('the homeserver restarts while Sekisho is held up: every event is kept, in order', async (t) => {
  const { city, clients: [sender], roomId } = t.context;
  await reconciled(city);
  sekisho?.signal('SIGSTOP');
  const before = await sendDirectly(city, sender.getUserId() ?? '', roomId, Array.from({ length: 25 }, (_, n) => `held up ${n}`));
  await city.restartSynapse();
  const after = await sendDirectly(city, sender.getUserId() ?? '', roomId, Array.from({ length: 5 }, (_, n) => `still held up ${n}`));
  sekisho?.signal('SIGCONT');
  const all = new Map([...before, ...after]);
  await standsEverywhere(t, all);
  t.true(await keptInOrder(city, [...all.keys()]));
  await reconciled(city);
});

test('Sekisho is down while events come and the homeserver restarts: at its start every event is kept, in order', async (t) => {
  const { city, clients: [sender], roomId } = t.context;
  await killed();
  const before = await sendDirectly(city, sender.getUserId() ?? '', roomId, Array.from({ length: 15 }, (_, n) => `away ${n}`));
  await city.restartSynapse();
  const after = await sendDirectly(city, sender.getUserId() ?? '', roomId, Array.from({ length: 15 }, (_, n) => `still away ${n}`));
  await started(city);
  const all = new Map([...before, ...after]);
  await standsEverywhere(t, all);
  t.true(await keptInOrder(city, [...all.keys()]));
});

test('a deletion right after the start, before the backlog came, keeps its target first', async (t) => {
  const { city, clients: [sender], roomId } = t.context;
  await reconciled(city);
  await killed();
  const sent = await sendDirectly(city, sender.getUserId() ?? '', roomId, ['消す前に残す', ...Array.from({ length: 10 }, (_, n) => `after it ${n}`)]);
  const [target = ''] = sent.keys();
  await started(city);
  const { status } = await call(city, 'PUT', `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/redact/${encodeURIComponent(target)}/once`, { token: sender.getAccessToken(), body: {} });
  t.is(status, 200);
  t.deepEqual(await missingAtLast(city, [...sent.keys()]), []);
  t.deepEqual(await keptBodies(city, [...sent.keys()]), [...sent.values()]);
  t.is((await readRoom(city, sender, roomId)).get(target), undefined);
});
