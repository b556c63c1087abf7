/** Whether something answers at an address: how the demo knows that a program is ready. */
import { request } from 'undici';

export async function answers(url: string): Promise<boolean> {
  try {
    const { statusCode, body } = await request(url, { headersTimeout: 2000 });
    await body.dump();
    return statusCode === 200;
  } catch {
    return false;
  }
}
