/** Certificates belong to their keys and are good for a month at least (4.3.1). */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Check, Finding } from './check.ts';

const day = 24 * 60 * 60 * 1000;
const wantedDays = 30;

export const certificates: Check = {
  name: '証明書 / certificates',
  async run({ config, clock }) {
    const found: Finding[] = [];
    for (const [name, { tls }] of Object.entries({ 'zones.lgwan': config.zones.lgwan, 'zones.internet': config.zones.internet, admin: config.admin })) {
      if (tls === undefined) continue;
      const certificate = new X509Certificate(readFileSync(tls.cert));
      if (!certificate.checkPrivateKey(createPrivateKey(readFileSync(tls.key)))) found.push({ what: `${name}: 証明書と秘密鍵が対になっていません / certificate and key do not belong together`, cure: `${tls.cert}, ${tls.key}` });
      const days = Math.floor((Date.parse(certificate.validTo) - clock()) / day);
      if (days < wantedDays) found.push({ what: `${name}: 証明書の残りは ${days} 日です / the certificate ends in ${days} days: ${tls.cert}`, cure: '更新してください / renew it' });
    }
    return found;
  },
};
