/** An act at the homeserver that a client asked for: when the homeserver says no, the client hears its words. */
import { HomeserverRefused } from '#homeserver/homeserver-errors.ts';
import type { Answer } from '../exchange.ts';

export async function passedOn(act: Promise<void>): Promise<Answer> {
  try {
    await act;
  } catch (error) {
    if (!(error instanceof HomeserverRefused)) throw error;
    return { status: error.status, body: { errcode: error.errcode, error: error.message } };
  }
  return { status: 200, body: {} };
}
