/** The demo's ports, counted from SEKISHO_PORT, and the addresses that follow from a configuration. */
import type { Config, ConfigInput } from '#config/schema.ts';

export interface Addresses {
  gateways: { lgwan: string; internet: string };
  admin: string;
  homeserver: string;
}

export interface Ports {
  lgwan: number;
  internet: number;
  admin: number;
  homeserver: number;
  appservice: number;
}

export const portsFrom = (first: number): Ports => ({ lgwan: first + 1, internet: first + 2, admin: first + 3, homeserver: first + 4, appservice: first + 5 });

const http = (port: number) => `http://127.0.0.1:${port}`;

export function addressesOf(config: Config): Addresses {
  return {
    gateways: { lgwan: http(config.zones.lgwan.port), internet: http(config.zones.internet.port) },
    admin: http(config.admin.port),
    homeserver: config.homeserver.url,
  };
}

/** The configuration of a demo city: everything on loopback, all state in one folder. */
export function demoConfig(serverName: string, ports: Ports): ConfigInput {
  return {
    server: { server_name: serverName },
    zones: {
      lgwan: { port: ports.lgwan, public_url: http(ports.lgwan) },
      internet: { port: ports.internet, public_url: http(ports.internet) },
    },
    admin: { port: ports.admin },
    homeserver: { url: http(ports.homeserver) },
    appservice: { port: ports.appservice, registration: 'appservice-registration.yaml' },
    database: { client: 'sqlite', file: 'sekisho.db' },
    keys: { file: 'keys.json' },
    audit: { heads_file: 'audit-heads.txt' },
    log: { level: 'info', file: 'sekisho.log' },
    city: { preset: 'demo' },
  };
}
