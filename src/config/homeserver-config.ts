/** Writes the configuration of the homeserver from `config/homeserver.template.yaml`: closed, on loopback, for Sekisho alone. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument, stringify } from 'yaml';
import { randomBytes, randomId, randomSecret } from '#lib/random.ts';
import { writeSecretFile } from './secret-file.ts';

const template = join(import.meta.dirname, '../../config/homeserver.template.yaml');

export interface HomeserverOptions {
  serverName: string;
  /** What clients use: the gateway, never the homeserver itself. */
  publicUrl: string;
  port: number;
  /** The absolute path of the registration file. */
  registration: string;
  /** Addresses on loopback or in the town hall that pushes may go to. */
  pushNetworks: string[];
}

export interface HomeserverFiles {
  config: string;
  log: string;
}

/** Writes `homeserver.yaml`, its log's settings and its signing key into `folder`, where the homeserver keeps its data as well. */
export function writeHomeserverConfig(folder: string, options: HomeserverOptions): HomeserverFiles {
  const files = { config: join(folder, 'homeserver.yaml'), log: join(folder, 'homeserver.log') };
  const logConfig = join(folder, 'homeserver.log.yaml');
  const signingKey = join(folder, 'homeserver.signing.key');
  const document = parseDocument(readFileSync(template, 'utf8'));
  const fill = (path: (string | number)[], value: unknown) => document.setIn(path, value);
  fill(['server_name'], options.serverName);
  fill(['public_baseurl'], `${options.publicUrl}/`);
  fill(['pid_file'], join(folder, 'homeserver.pid'));
  fill(['log_config'], logConfig);
  fill(['signing_key_path'], signingKey);
  fill(['media_store_path'], join(folder, 'media'));
  fill(['macaroon_secret_key'], randomSecret('macaroon'));
  fill(['form_secret'], randomSecret('form'));
  fill(['app_service_config_files', 0], options.registration);
  fill(['database', 'args', 'database'], join(folder, 'homeserver.db'));
  fill(['listeners', 0, 'port'], options.port);
  fill(['ip_range_whitelist'], options.pushNetworks);
  writeSecretFile(files.config, document.toString({ lineWidth: 0 }));
  // The form that Synapse reads: algorithm, version, seed.
  writeSecretFile(signingKey, `ed25519 a_${randomId().replace(/[^A-Za-z0-9]/g, '')} ${randomBytes(32).toString('base64').replace('=', '')}\n`);
  writeSecretFile(logConfig, stringify(logSettings(files.log)));
  return files;
}

/** Python's logging. Warnings only: at `INFO` Synapse writes a line a request. */
const logSettings = (file: string) => ({
  version: 1,
  disable_existing_loggers: false,
  formatters: { plain: { format: '%(asctime)s %(levelname)s %(name)s: %(message)s' } },
  handlers: { file: { class: 'logging.handlers.RotatingFileHandler', formatter: 'plain', filename: file, maxBytes: 50_000_000, backupCount: 3, encoding: 'utf8' } },
  root: { level: 'WARNING', handlers: ['file'] },
});
