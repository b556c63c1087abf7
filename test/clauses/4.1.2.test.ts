/** 4.1.2 LGWAN 環境、インターネット環境双方から利用できること: two people chat, one in each zone, with a stock client library. */
import test from 'ava';
import { Preset } from 'matrix-js-sdk';
import { nextMessage, syncing } from './chat.ts';
import { phoneAgent } from '../harness/client.ts';
import { startCity } from '../harness/city.ts';

test('two people chat, one from LGWAN with a PC, one from the internet with an approved phone', async (t) => {
  const city = await startCity();
  t.teardown(() => city.close());
  const [hanako, ichiro] = city.people.general as [typeof city.people.admin, typeof city.people.admin];
  const pc = await syncing(await city.login(hanako));
  const approvalCode = await city.admin.approvalCode(ichiro);
  const phone = await syncing(await city.login(ichiro, { zone: 'internet', agent: phoneAgent, address: '127.0.9.9', approvalCode }));

  const { room_id: roomId } = await pc.createRoom({ preset: Preset.PrivateChat, name: '窓口の相談', invite: [ichiro.user] });
  await phone.joinRoom(roomId);
  const shown = nextMessage(phone, roomId);
  await pc.sendTextMessage(roomId, 'おはようございます');
  t.is((await shown).getContent()['body'], 'おはようございます');
  const answered = nextMessage(pc, roomId);
  await phone.sendTextMessage(roomId, '承知しました');
  t.is((await answered).getContent()['body'], '承知しました');
});

test('the zone decides: a PC that LGWAN lists is not admitted from the internet without approval, and its token does not help it', async (t) => {
  const city = await startCity();
  t.teardown(() => city.close());
  const hanako = city.people.general[0];
  if (hanako === undefined) throw new Error('no people');
  const refused = await t.throwsAsync(city.login(hanako, { zone: 'internet' }));
  t.like(refused, { httpStatus: 403, data: { reason: 'device_not_approved' } });

  const client = await city.login(hanako);
  await client.whoami();
  const fromInternet = await city.seat()(`${city.gateways.internet}/_matrix/client/v3/account/whoami`, { headers: { authorization: `Bearer ${client.getAccessToken()}` } });
  t.is(fromInternet.status, 403);
  t.like(await fromInternet.json(), { errcode: 'M_FORBIDDEN', reason: 'device_not_approved' });
});
