/** What tests of talking need of a matrix-js-sdk client: that it syncs, and the next event of a kind. */
import { registerCompletionHandler } from 'ava';
import { ClientEvent, RoomEvent, type MatrixClient, type MatrixEvent } from 'matrix-js-sdk';

const patienceMs = 20_000;

// The SDK's time limits of requests go on for two minutes after the requests ended.
registerCompletionHandler(() => process.exit());

/** Starts the client's sync, and waits for the first. */
export async function syncing(client: MatrixClient): Promise<MatrixClient> {
  const prepared = new Promise<void>((resolve) => {
    client.on(ClientEvent.Sync, (state) => { if (state === 'PREPARED') resolve(); });
  });
  await client.startClient({ initialSyncLimit: 20 });
  await prepared;
  return client;
}

/** The next message that the client shows in the room. */
export function nextMessage(client: MatrixClient, roomId: string): Promise<MatrixEvent> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('no message came')), patienceMs);
    client.on(RoomEvent.Timeline, function listener(event) {
      // A client shows its own message before the homeserver has it.
      if (event.getRoomId() !== roomId || event.getType() !== 'm.room.message' || event.getSender() === client.getUserId()) return;
      clearTimeout(timer);
      client.off(RoomEvent.Timeline, listener);
      resolve(event);
    });
  });
}
