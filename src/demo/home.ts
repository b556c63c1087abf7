/** The folder of a demo city: made at the first start, taken up again at the next, moved to other ports when they change. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { createInstallation, installationIn, type Installation } from '#config/installation.ts';
import { writeSecretFile } from '#config/secret-file.ts';
import { demoConfig, type Ports } from './addresses.ts';

const serverName = 'kasumi.example';

export function openHome(folder: string, ports: Ports): Installation {
  // The demo's pushes go to gateways on this machine.
  if (!existsSync(join(folder, 'sekisho.yaml'))) return createInstallation(folder, demoConfig(serverName, ports), { pushNetworks: ['127.0.0.1'] });
  const home = installationIn(folder);
  if (home.config.zones.lgwan.port === ports.lgwan) return home;
  movePorts(home, ports);
  return installationIn(folder);
}

function movePorts({ configFile, homeserver, config }: Installation, ports: Ports): void {
  const http = (port: number) => `http://127.0.0.1:${port}`;
  change(config.appservice.registration, [[['url'], http(ports.appservice)]]);
  change(join(homeserver, 'homeserver.yaml'), [[['listeners', 0, 'port'], ports.homeserver], [['public_baseurl'], `${http(ports.internet)}/`]]);
  change(configFile, [
    [['zones', 'lgwan', 'port'], ports.lgwan], [['zones', 'lgwan', 'public_url'], http(ports.lgwan)],
    [['zones', 'internet', 'port'], ports.internet], [['zones', 'internet', 'public_url'], http(ports.internet)],
    [['admin', 'port'], ports.admin], [['homeserver', 'url'], http(ports.homeserver)], [['appservice', 'port'], ports.appservice],
  ]);
}

function change(file: string, values: readonly (readonly [path: (string | number)[], value: string | number])[]): void {
  const document = parseDocument(readFileSync(file, 'utf8'));
  for (const [path, value] of values) document.setIn(path, value);
  writeSecretFile(file, document.toString({ lineWidth: 0 }));
}
