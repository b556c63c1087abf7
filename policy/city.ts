/** A city's choices made ready for deciding: settings and networks, their addresses parsed once. */
import type { Network, Settings } from './settings.ts';
import { parseNetwork, type ParsedNetwork } from './networks.ts';

export interface ListedNetwork extends ParsedNetwork {
  zone: Network['zone'];
  group: string | null;
  from: number;
  until: number;
}

export interface City {
  settings: Settings;
  networks: readonly ListedNetwork[];
  adminNetworks: readonly ParsedNetwork[];
}

/** @throws RangeError with the text at fault when an address range cannot be read. */
export function prepareCity(settings: Settings, networks: readonly Network[]): City {
  return {
    settings,
    networks: networks.map((entry) => ({
      ...parseNetwork(entry.cidr),
      zone: entry.zone,
      group: entry.group ?? null,
      from: entry.from === undefined ? -Infinity : Date.parse(entry.from),
      until: entry.until === undefined ? Infinity : Date.parse(entry.until),
    })),
    adminNetworks: settings.admin_networks.map(parseNetwork),
  };
}
