/**
 * Makes the registration of the application service from `appservice.yaml`, with fresh tokens. Its namespace is the whole
 * city and not exclusive (the template says why). Apart from reading it, for the bridge is heavy to load.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppServiceRegistration } from 'matrix-appservice-bridge';
import { parse, stringify } from 'yaml';
import { writeSecretFile } from './secret-file.ts';

const template = join(import.meta.dirname, '../../appservice.yaml');

export function createRegistration(file: string, options: { serverName: string; url: string }): void {
  const everyone = `@.*:${options.serverName.replace(/[.\\+*?[\](){}^$|]/g, '\\$&')}`;
  const registration = AppServiceRegistration.fromObject({
    ...parse(readFileSync(template, 'utf8')),
    url: options.url,
    as_token: AppServiceRegistration.generateToken(),
    hs_token: AppServiceRegistration.generateToken(),
    namespaces: { users: [{ exclusive: false, regex: everyone }], aliases: [], rooms: [] },
  });
  // The bridge knows this only by the name that it had before it entered the specification.
  writeSecretFile(file, stringify({ ...registration.getOutput(), receive_ephemeral: true }));
}
