/** Tells before anything is started which port is taken. */
import { createServer } from 'node:net';
import type { Ports } from './addresses.ts';

export async function requireFree(ports: Ports): Promise<void> {
  const taken: number[] = [];
  for (const port of Object.values(ports) as number[]) {
    if (!await isFree(port)) taken.push(port);
  }
  if (taken.length > 0) throw new Error(`ポート ${taken.join(', ')} はほかのプログラムが使っています / ports in use: ${taken.join(', ')}\n  → 別のポートで始めるには / to choose others: SEKISHO_PORT=9400 npm start`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
