/** The demo city: makes what is missing, starts the homeserver and Sekisho, keeps both running, ends both. */
import { mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { keptAccounts, type Accounts } from './accounts.ts';
import { addressesOf, portsFrom, type Addresses } from './addresses.ts';
import { leftoverProcesses, removeCityFile, writeCityFile } from './city-file.ts';
import { requireFree } from './free-ports.ts';
import { openHome } from './home.ts';
import { keepRunning, type Kept } from './kept.ts';
import { endLeftovers } from './leftovers.ts';
import { seedPeople } from './seed.ts';
import { startSekisho } from './sekisho-process.ts';
import { holdFolder } from './single.ts';
import { startSynapse } from './synapse-process.ts';

export interface DemoOptions {
  folder: string;
  firstPort: number;
  /** Asks for a gentle end. */
  end: AbortSignal;
  /** Ends everything at once. */
  now: AbortSignal;
  tell: (line: string) => void;
  onReady: (city: { addresses: Addresses; accounts: Accounts; folder: string }) => void;
}

/** Returns when everything that it started has ended. */
export async function runDemo(options: DemoOptions): Promise<void> {
  mkdirSync(options.folder, { recursive: true, mode: 0o700 });
  const folder = realpathSync(options.folder);
  const hold = await holdFolder(folder);
  const cityFile = join(folder, 'city.json');
  const kept: Kept[] = [];
  options.now.addEventListener('abort', () => {
    for (const program of kept) program.kill();
  });
  try {
    await endLeftovers(leftoverProcesses(cityFile, folder));
    removeCityFile(cityFile);
    await startAll(folder, cityFile, kept, options);
    if (!options.end.aborted) await new Promise((resolve) => options.end.addEventListener('abort', resolve));
  } catch (error) {
    if (!options.end.aborted) throw error;
  } finally {
    removeCityFile(cityFile);
    for (const program of kept.toReversed()) await program.stop();
    hold.close();
  }
}

async function startAll(folder: string, cityFile: string, kept: Kept[], { firstPort, end, tell, onReady }: DemoOptions): Promise<void> {
  const ports = portsFrom(firstPort);
  await requireFree(ports);
  const { config, configFile, homeserver } = openHome(folder, ports);
  const addresses = addressesOf(config);
  const accounts = keptAccounts(join(folder, 'accounts.json'), config.server.server_name);
  let ready = false;
  const tellCity = () => {
    const [synapse, sekisho] = kept;
    if (ready && !end.aborted && synapse !== undefined && sekisho !== undefined) {
      writeCityFile(cityFile, { server_name: config.server.server_name, ...addresses, accounts, pids: { sekisho: sekisho.pid, homeserver: synapse.pid } });
    }
  };
  const keep = { signal: end, onRestart: tellCity, tell };
  tell('ホームサーバを起動しています / starting the homeserver …');
  kept.push(await keepRunning('ホームサーバ / the homeserver', (signal) => startSynapse({ folder: homeserver, url: addresses.homeserver, signal }), keep));
  tell('利用者を確かめています / looking after the people …');
  await seedPeople(config, accounts);
  end.throwIfAborted();
  tell('関所を起動しています / starting Sekisho …');
  kept.push(await keepRunning('関所 / Sekisho', (signal) => startSekisho({ config, configFile, folder, signal }), keep));
  ready = true;
  tellCity();
  onReady({ addresses, accounts, folder });
}
