/** The room of Sekisho's own and its event, in a city whose Sekisho has met its homeserver before: nothing is to be made at the start. */
import type { EventId, RoomId } from '#matrix/identifiers.ts';

export const ownRoom = '!own:bench' as RoomId;
export const ownEvent = '$own:bench' as EventId;
