/** One demo a folder: the second `npm start` on the same state is refused. */
import { createServer, type Server } from 'node:net';
import { sha256 } from '#lib/hash.ts';

/** Holds a name that the kernel gives once and takes back however this process ends. @throws Error when another holds it. */
export async function holdFolder(folder: string): Promise<Server> {
  const server = createServer((socket) => socket.destroy()).unref();
  await new Promise<void>((resolve, reject) => {
    server.once('error', () => reject(new Error(`この市はもう動いています / this city is running already: ${folder}\n  → 別の市を並べるには / for another one beside it: SEKISHO_VAR=var2 SEKISHO_PORT=8500 npm start`)));
    server.listen(`\0sekisho-demo-${sha256(folder)}`, resolve);
  });
  return server;
}
