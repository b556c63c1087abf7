/** 4.4.11 よく使うトークルームを、常に上部に表示させるトークルームのお気に入り機能があること: tags, on all one's devices, and one's own alone. */
import anyTest, { type TestFn } from 'ava';
import { syncing } from './chat.ts';
import { eventually } from './eventually.ts';
import { staff } from './person.ts';
import { sharedRoom, startTalk, type Talk } from './talk.ts';

const test = anyTest.serial as TestFn<Talk>;
test.before(async (t) => { t.context = await startTalk(); });
test.after.always((t) => t.context.city?.close());

test('favourites stand in their order on every device of the person, and on nobody else’s', async (t) => {
  const { city, hanako, ichiro, roomId } = t.context;
  const other = await sharedRoom(hanako, ichiro);
  const second = await syncing(await city.login(staff(city, 0)));
  const favourites = () => second.getRooms().filter((room) => 'm.favourite' in room.tags)
    .sort((a, b) => Number(a.tags['m.favourite']?.order) - Number(b.tags['m.favourite']?.order)).map((room) => room.roomId);
  await hanako.setRoomTag(roomId, 'm.favourite', { order: 0.5 });
  await hanako.setRoomTag(other, 'm.favourite', { order: 0.25 });
  await eventually('both', () => favourites().length === 2);
  t.deepEqual(favourites(), [other, roomId]);
  t.deepEqual((await second.getRoomTags(roomId)).tags, { 'm.favourite': { order: 0.5 } } as never);
  t.deepEqual((await ichiro.getRoomTags(roomId)).tags, {} as never);
  await t.throwsAsync(ichiro.http.authedRequest('GET' as never, `/user/${encodeURIComponent(hanako.getUserId()!)}/rooms/${encodeURIComponent(roomId)}/tags`), { message: /403/ });

  await hanako.deleteRoomTag(other, 'm.favourite');
  await eventually('one', () => favourites().join() === roomId);
});
