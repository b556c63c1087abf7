/** One request by undici's lowest interface, so that the measuring itself takes little of the machine. */
import type { Pool } from 'undici';

export interface Question {
  method?: 'GET' | 'PUT' | 'POST';
  path: string;
  token: string;
  body?: string;
}

/** A browser's, as the gateway will mostly see it. */
const agent = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

const headersOf = (token: string) => ({
  'authorization': `Bearer ${token}`, 'user-agent': agent, 'accept': 'application/json', 'accept-language': 'ja,en;q=0.8', 'origin': 'https://chat.example.jp',
  'sec-fetch-mode': 'cors', 'sec-fetch-site': 'cross-site', 'referer': 'https://chat.example.jp/',
});

/** Milliseconds until the whole answer was there. @throws Error when it was not 200 */
export async function ask(pool: Pool, question: Question): Promise<number> {
  const start = performance.now();
  const status = await statusOf(pool, question);
  if (status !== 200) throw new Error(`${question.path}: ${status}`);
  return performance.now() - start;
}

/** Resolves with the answer's status when its end was read. */
export function statusOf(pool: Pool, { method = 'GET', path, token, body }: Question): Promise<number> {
  return new Promise((resolve, reject) => {
    let status = 0;
    const headers = body === undefined ? headersOf(token) : { ...headersOf(token), 'content-type': 'application/json' };
    pool.dispatch({ path, method, headers, body: body ?? null }, {
      onRequestStart() {},
      onResponseData() {},
      onResponseStart: (_controller, code) => void (status = code),
      onResponseEnd: () => resolve(status),
      onResponseError: (_controller, error) => reject(error),
    });
  });
}
