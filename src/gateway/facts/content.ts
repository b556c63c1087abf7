/**
 * What the rules must know of an event's content, wherever it is sent from: as a message, as state, in `createRoom`.
 * An encrypted attachment is a `file` or `thumbnail_file` that carries a key (specification, "Sending encrypted attachments").
 */
import { isObject } from './body.ts';

const encryptedFileKeys = ['file', 'thumbnail_file'];

/** Whether an encrypted attachment is anywhere in `content`, edits and galleries included. */
export function hasEncryptedFile(content: unknown): boolean {
  if (Array.isArray(content)) return content.some(hasEncryptedFile);
  if (!isObject(content)) return false;
  return Object.entries(content).some(([key, value]) =>
    (encryptedFileKeys.includes(key) && isObject(value) && ('key' in value || 'iv' in value || 'hashes' in value)) || hasEncryptedFile(value));
}

/** Whether a membership change asks for its target's messages to be deleted (MSC4293, stable and unstable names). */
export function redactsEvents(content: unknown): boolean {
  return isObject(content) && Object.keys(content).some((key) => key === 'redact_events' || key.endsWith('.redact_events'));
}
