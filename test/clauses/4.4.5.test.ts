/** 4.4.5 メッセージ文言、送信ユーザー、ファイル名での検索機能を有すること: the standard search is open to clients, and stays within their own rooms. */
import anyTest, { type TestFn } from 'ava';
import { eventually } from './eventually.ts';
import { staff } from './person.ts';
import { startTalk, type Talk } from './talk.ts';

const test = anyTest as TestFn<Talk>;
test.before(async (t) => { t.context = await startTalk(); });
test.after.always((t) => t.context.city?.close());

test('a message is found by its words and by its sender', async (t) => {
  const { hanako, ichiro, roomId } = t.context;
  const { event_id: sought } = await hanako.sendTextMessage(roomId, '資料は JYUMIN-2027 です');
  await ichiro.sendTextMessage(roomId, 'JYUMIN-2027 を確認しました');
  const search = async (senders?: string[]) => {
    const { search_categories: { room_events: found } } = await ichiro.search({ body: { search_categories: { room_events: { search_term: 'JYUMIN-2027', order_by: 'recent' as never, ...(senders && { filter: { senders } }) } } } });
    return found.results?.map((result) => result.result.event_id) ?? [];
  };
  await eventually('both', async () => (await search()).length === 2);
  t.deepEqual(await search([hanako.getUserId()!]), [sought]);
});

test('what is said in other rooms is not found', async (t) => {
  const { city, hanako, roomId } = t.context;
  await hanako.sendTextMessage(roomId, 'HIMITSU-9');
  const outsider = await city.login(staff(city, 2));
  const { results } = await outsider.searchRoomEvents({ term: 'HIMITSU-9' });
  t.deepEqual(results, []);
});
