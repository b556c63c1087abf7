/** `city.json`: what checks and peers read of a running demo city (contract.md); there only while everything answers. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { z } from 'zod';
import { writeSecretFile } from '#config/secret-file.ts';
import type { Accounts } from './accounts.ts';
import type { Addresses } from './addresses.ts';

export interface CityFile extends Addresses {
  server_name: string;
  accounts: Accounts;
  pids: { sekisho: number; homeserver: number };
}

export function writeCityFile(file: string, city: CityFile): void {
  writeSecretFile(file, `${JSON.stringify(city, null, 2)}\n`);
}

export function removeCityFile(file: string): void {
  rmSync(file, { force: true });
}

const leftBehind = z.object({ pids: z.object({ sekisho: z.int(), homeserver: z.int() }) });

/** The processes of a demo that was killed and could end nothing itself. Only what names the city's folder is one of them. */
export function leftoverProcesses(file: string, folder: string): number[] {
  if (!existsSync(file)) return [];
  const result = leftBehind.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  return Object.values(result.data?.pids ?? {}).filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(folder);
    } catch {
      return false;
    }
  });
}
