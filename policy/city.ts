/** A city's choices made ready for deciding: settings and networks, their addresses parsed once. */
import type { Network, Settings } from './settings.ts';
import { parseNetwork, type ParsedNetwork } from './networks.ts';
import { parseOrigin, type Origin } from './origins.ts';

export interface ListedNetwork extends ParsedNetwork {
  zone: Network['zone'];
  group: string | null;
  /** Counts from this time on … */
  from: number;
  /** … and no longer at this one. */
  until: number;
}

export interface City {
  settings: Settings;
  networks: readonly ListedNetwork[];
  adminNetworks: readonly ParsedNetwork[];
  pushGateways: readonly Origin[];
}

/** Takes what the schemas of settings.ts passed. @throws RangeError with the text at fault. */
export function prepareCity(settings: Settings, networks: readonly Network[]): City {
  return {
    settings,
    networks: networks.map((entry) => ({
      ...parseNetwork(entry.cidr),
      zone: entry.zone,
      group: entry.group ?? null,
      from: time(entry.from, -Infinity),
      until: time(entry.until, Infinity),
    })),
    adminNetworks: settings.admin_networks.map(parseNetwork),
    pushGateways: settings.push_gateways.map(pushGateway),
  };
}

function time(text: string | undefined, otherwise: number): number {
  return text === undefined ? otherwise : Date.parse(text);
}

function pushGateway(text: string): Origin {
  const origin = parseOrigin(text);
  if (origin === null) throw new RangeError(`${text} は通知先のオリジンではありません / is no origin of a push gateway`);
  return origin;
}
