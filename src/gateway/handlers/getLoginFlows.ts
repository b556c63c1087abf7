/** GET login (4.2.1): the password, which every client knows; some refuse to log in where it is not offered. */
import type { Answer } from '../exchange.ts';

export async function getLoginFlows(): Promise<Answer> {
  return { status: 200, body: { flows: [{ type: 'm.login.password' }] } };
}
