/** GET account/3pid: no address of the world outside is bound to an account (4.5.10). */
import type { Answer } from '../exchange.ts';

export async function getAccount3PIDs(): Promise<Answer> {
  return { status: 200, body: { threepids: [] } };
}
