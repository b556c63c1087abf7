/** Secrets are readable by their owner alone, and what they hold can be read. */
import { existsSync } from 'node:fs';
import { loadKeys } from '#config/keys.ts';
import { loadRegistration } from '#config/registration.ts';
import { isExposed } from '#config/secret-file.ts';
import type { Check, Finding } from './check.ts';

export const files: Check = {
  name: '鍵と登録ファイル / keys and registration',
  async run({ config, configFile }) {
    const found: Finding[] = [];
    const secrets = [configFile, config.keys.file, config.appservice.registration, ...[config.zones.lgwan, config.zones.internet, config.admin].flatMap(({ tls }) => tls?.key ?? [])];
    for (const file of new Set(secrets)) {
      if (!existsSync(file)) found.push({ what: `ファイルがありません / is missing: ${file}`, cure: '設定の場所を直すか、控えから戻してください / correct its place, or restore it' });
      else if (isExposed(file)) found.push({ what: `ほかの利用者が読めます / is open to other users: ${file}`, cure: `chmod 600 ${file}` });
    }
    if (found.length > 0) return found;
    loadKeys(config.keys.file);
    const registration = loadRegistration(config.appservice.registration);
    const expected = `http://${config.appservice.host}:${config.appservice.port}`;
    if (registration.url !== expected) found.push({ what: `登録ファイルの url が設定と違います / the registration's url is not that of the configuration: ${registration.url}`, cure: `url: ${expected} (${config.appservice.registration})` });
    const everyone = registration.namespaces.users.some(({ regex }) => new RegExp(`^(?:${regex})$`).test(`@s1001:${config.server.server_name}`));
    if (!everyone) found.push({ what: `登録ファイルの名前空間に市の利用者が入っていません / the registration does not cover the users of ${config.server.server_name}`, cure: 'appservice.yaml' });
    return found;
  },
};
