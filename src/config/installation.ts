/**
 * Everything that a city needs in one folder, made with fresh secrets: Sekisho's configuration, its keys, the registration that
 * it shares with the homeserver, the homeserver's own configuration. `sekisho init` and the demo make it alike.
 */
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createRegistration } from './create-registration.ts';
import { writeHomeserverConfig } from './homeserver-config.ts';
import { createKeys } from './keys.ts';
import { loadConfig, parseConfig } from './load.ts';
import { configText } from './sample.ts';
import type { Config, ConfigInput } from './schema.ts';
import { writeSecretFile } from './secret-file.ts';

export interface Installation {
  config: Config;
  configFile: string;
  /** The folder of the homeserver: `homeserver.yaml` and its data. */
  homeserver: string;
}

const configFileIn = (folder: string) => join(folder, 'sekisho.yaml');
const homeserverIn = (folder: string) => join(folder, 'homeserver');

/** @throws Error when the folder holds a city already, ConfigError when `input` is wrong; then nothing is written. */
export function createInstallation(folder: string, input: ConfigInput, { pushNetworks }: { pushNetworks: string[] }): Installation {
  const configFile = configFileIn(folder);
  const text = configText(input);
  const config = parseConfig(text, configFile);
  const homeserver = homeserverIn(folder);
  const taken = [configFile, config.keys.file, config.appservice.registration, join(homeserver, 'homeserver.yaml')].find((file) => existsSync(file));
  if (taken !== undefined) throw new Error(`すでにあるので上書きしません / exists already and is not overwritten: ${taken}`);
  mkdirSync(homeserver, { recursive: true, mode: 0o700 });
  createKeys(config.keys.file);
  createRegistration(config.appservice.registration, { serverName: config.server.server_name, url: `http://${config.appservice.host}:${config.appservice.port}` });
  writeHomeserverConfig(homeserver, {
    serverName: config.server.server_name,
    publicUrl: config.zones.internet.public_url,
    port: Number(new URL(config.homeserver.url).port),
    registration: resolve(config.appservice.registration),
    pushNetworks,
  });
  // Last: whoever finds it finds all of it.
  writeSecretFile(configFile, text);
  return { config, configFile, homeserver };
}

/** One that `createInstallation` made. @throws ConfigError */
export function installationIn(folder: string): Installation {
  const configFile = configFileIn(folder);
  return { config: loadConfig(configFile), configFile, homeserver: homeserverIn(folder) };
}
