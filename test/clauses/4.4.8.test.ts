/** 4.4.8 ユーザーのログイン状況をユーザー同士が確認できること: presence. */
import anyTest, { type TestFn } from 'ava';
import { SetPresence } from 'matrix-js-sdk';
import { eventually } from './eventually.ts';
import { startTalk, type Talk } from './talk.ts';

const test = anyTest.serial as TestFn<Talk>;
test.before(async (t) => { t.context = await startTalk(); });
test.after.always((t) => t.context.city?.close());

test('people who share a room see who is there, with a word about it', async (t) => {
  const { hanako, ichiro } = t.context;
  const seen = () => hanako.getUser(ichiro.getUserId()!);
  await ichiro.setPresence({ presence: 'online', status_msg: '在席' });
  await eventually('present', () => seen()?.presence === 'online' && seen()?.presenceStatusMsg === '在席');
  t.like(await hanako.getPresence(ichiro.getUserId()!), { presence: 'online', status_msg: '在席', currently_active: true });
  // A sync says how its user is as well: one that began before, or says nothing, makes him present again.
  await ichiro.setSyncPresence(SetPresence.Unavailable);
  await eventually('away', async () => {
    await ichiro.setPresence({ presence: 'unavailable', status_msg: '会議中' });
    return seen()?.presence === 'unavailable' && seen()?.presenceStatusMsg === '会議中';
  });
});

test('who leaves is seen to be gone', async (t) => {
  const { hanako, ichiro } = t.context;
  // A running sync says online again.
  ichiro.stopClient();
  await ichiro.setPresence({ presence: 'offline' });
  await eventually('absent', () => hanako.getUser(ichiro.getUserId()!)?.presence === 'offline');
  t.is((await hanako.getPresence(ichiro.getUserId()!)).presence, 'offline');
});
