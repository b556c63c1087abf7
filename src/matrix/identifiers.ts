/** Matrix identifiers, branded and checked once at the edge (specification, Appendices, "Identifier grammar"). */

export type UserId = string & { readonly brand: 'UserId' };
export type RoomId = string & { readonly brand: 'RoomId' };
export type EventId = string & { readonly brand: 'EventId' };

// Control characters and spaces are in none of them; the limit is the specification's 255 bytes.
const userId = /^@[a-z0-9._=/+-]+:[A-Za-z0-9.:[\]-]+$/;
const roomId = /^![^\s:\p{Cc}]+(:[A-Za-z0-9.:[\]-]+)?$/u;
const eventId = /^\$[^\s\p{Cc}]+$/u;

const fits = (text: string) => Buffer.byteLength(text) <= 255;

export function isUserId(text: string): text is UserId {
  return userId.test(text) && fits(text);
}
export function isRoomId(text: string): text is RoomId {
  return roomId.test(text) && fits(text);
}
export function isEventId(text: string): text is EventId {
  return eventId.test(text) && fits(text);
}

/**
 * The user ID that a person means who typed `text` at a login: a whole ID of this server, or its local part, in any case.
 * @returns null when it can be no user of this server.
 */
export function userIdOf(text: string, serverName: string): UserId | null {
  const lower = text.trim().toLowerCase();
  const whole = lower.startsWith('@') ? lower : `@${lower}:${serverName.toLowerCase()}`;
  const candidate = whole.endsWith(`:${serverName.toLowerCase()}`) ? `${whole.slice(0, -serverName.length)}${serverName}` : whole;
  // A colon in what was typed would begin another server's name.
  return isUserId(candidate) && candidate === `@${localpartOf(candidate)}:${serverName}` ? candidate : null;
}

export function localpartOf(id: UserId): string {
  return id.slice(1, id.indexOf(':'));
}
