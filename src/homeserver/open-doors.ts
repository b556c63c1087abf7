/** Which of its own doors a homeserver leaves open to strangers (4.5.10): behind Sekisho all of them are to be shut. */
import { z } from 'zod';
import { createCalls, type Calls } from './calls.ts';
import { HomeserverRefused } from './homeserver-errors.ts';

export interface OpenDoors {
  registration: boolean;
  passwordLogin: boolean;
  guests: boolean;
}

const flows = z.object({ flows: z.array(z.object({ type: z.string() })) });

/** @throws HomeserverUnavailable */
export async function openDoors(url: string): Promise<OpenDoors> {
  const calls = createCalls(url);
  try {
    const login = await calls.call('GET', '/_matrix/client/v3/login', flows);
    return {
      registration: await accepts(calls, 'user'),
      passwordLogin: login.flows.some(({ type }) => type === 'm.login.password'),
      guests: await accepts(calls, 'guest'),
    };
  } finally {
    await calls.close();
  }
}

/** A shut door says 403; an open one asks for more, or lets in. */
async function accepts(calls: Calls, kind: 'user' | 'guest'): Promise<boolean> {
  try {
    await calls.call('POST', '/_matrix/client/v3/register', z.unknown(), { query: { kind }, body: {} });
    return true;
  } catch (error) {
    if (error instanceof HomeserverRefused) return error.status !== 403;
    throw error;
  }
}
