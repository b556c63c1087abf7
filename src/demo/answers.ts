/** Whether something answers at an address: how the demo knows that a program is ready. */
import { request } from 'undici';
import { operations } from '#matrix/operations.ts';

export async function answers(url: string): Promise<boolean> {
  try {
    const { statusCode, body } = await request(url, { headersTimeout: 2000 });
    await body.dump();
    return statusCode === 200;
  } catch {
    return false;
  }
}

/** Whether a homeserver, or a gateway before one, answers there. */
export const speaksMatrix = (url: string) => answers(url + operations.getVersions.path);
