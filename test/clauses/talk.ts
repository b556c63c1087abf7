/** Where talking is tried: a city, and two of its staff in one room, one at a PC in LGWAN, one with a phone on the internet. */
import { Preset, type MatrixClient } from 'matrix-js-sdk';
import { phoneAgent } from '../harness/client.ts';
import { startCity, type City } from '../harness/city.ts';
import { syncing } from './chat.ts';
import { eventually } from './eventually.ts';
import { staff } from './person.ts';

/** Both clients are of the stock SDK, and sync. */
export interface Talk {
  city: City;
  hanako: MatrixClient;
  ichiro: MatrixClient;
  roomId: string;
}

export async function startTalk(): Promise<Talk> {
  const city = await startCity();
  try {
    const hanako = await syncing(await city.login(staff(city, 0)));
    const approvalCode = await city.admin.approvalCode(staff(city, 1));
    const ichiro = await syncing(await city.login(staff(city, 1), { zone: 'internet', agent: phoneAgent, address: '127.0.9.9', approvalCode }));
    return { city, hanako, ichiro, roomId: await sharedRoom(hanako, ichiro) };
  } catch (error) {
    await city.close();
    throw error;
  }
}

/** A fresh room of its maker and one who was invited and joined; both clients know of both. */
export async function sharedRoom(maker: MatrixClient, invited: MatrixClient): Promise<string> {
  const { room_id: roomId } = await maker.createRoom({ preset: Preset.PrivateChat, name: '窓口の相談', invite: [invited.getUserId() ?? ''] });
  await invited.joinRoom(roomId);
  for (const client of [maker, invited]) {
    await eventually('both are in the room', () => client.getRoom(roomId)?.getJoinedMemberCount() === 2);
  }
  return roomId;
}

/** The path of a room below the client-server API. */
export const pathOf = (roomId: string) => `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}`;
