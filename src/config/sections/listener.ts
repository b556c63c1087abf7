/**
 * One address that Sekisho listens on (4.3.1): HTTPS, or plain HTTP on loopback only. `zones` and `admin` are made of it.
 */
import { isIPv4 } from 'node:net';
import { z } from 'zod';
import { parseNetwork } from '#policy/networks.ts';
import { described, file } from '../describe.ts';

export const port = z.int().min(1).max(65_535);

export const isLoopback = (host: string) => host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));

/** An origin, without a path: `https://chat.example.jp`. */
export const origin = z.string().regex(/^https?:\/\/[^/?#\s@]+$/, 'https://chat.example.jp の形で書いてください（末尾の / やパスは不要） / write it as https://chat.example.jp, without a path');

const cidr = z.string().refine((text) => {
  try {
    return parseNetwork(text) !== undefined;
  } catch {
    return false;
  }
}, 'アドレス範囲（203.0.113.0/24, 2001:db8::/32）を書いてください / write an address range');

const tls = described(z.strictObject({
  cert: file('証明書（中間証明書を含む PEM）', 'the certificate with its chain, PEM', 'tls/fullchain.pem'),
  key: file('証明書の秘密鍵（PEM、所有者だけが読めること）', 'its private key, PEM, readable by its owner only', 'tls/privkey.pem'),
}), { ja: 'TLS の証明書。host がループバックでないときは必須', en: 'The TLS certificate; needed unless host is loopback' });

const proxies = described(z.strictObject({
  trusted: described(z.array(cidr).min(1), { ja: '信頼するプロキシのアドレス範囲', en: 'the address ranges of the proxies that are trusted', example: '[203.0.113.0/24]' }),
  header: described(z.enum(['cf-connecting-ip', 'x-forwarded-for']), { ja: '本当の接続元を示すヘッダー（Cloudflare なら cf-connecting-ip）', en: 'the header that bears the true address (cf-connecting-ip with Cloudflare)', example: 'x-forwarded-for' }),
}), { ja: '手前に置いたプロキシ。書かなければ、転送元ヘッダーはすべて無視する', en: 'Proxies in front; without them every forwarding header is ignored' });

const httpsUnlessLoopback = (value: { host: string; tls?: unknown }, context: z.core.$RefinementCtx) => {
  if (value.tls === undefined && !isLoopback(value.host)) {
    context.addIssue({ code: 'custom', path: ['tls'], message: `host が ${value.host}（ループバック以外）のときは tls が必要です / is needed because host ${value.host} is not loopback` });
  }
};

const host = described(z.string().min(1).default('127.0.0.1'), { ja: '待ち受けるアドレス', en: 'the address to listen on' });

export function zoneListener(ja: string, en: string, ports: { port: number; url: string }) {
  return described(z.strictObject({
    host,
    port: described(port, { ja: '待ち受けるポート', en: 'the port to listen on', example: ports.port }),
    public_url: described(origin, { ja: 'クライアントが使うアドレス', en: 'the address that clients use', example: ports.url }),
    tls: tls.optional(),
    proxies: proxies.optional(),
  }).superRefine(httpsUnlessLoopback), { ja, en });
}

export function adminListener(ja: string, en: string, ports: { port: number }) {
  return described(z.strictObject({
    host,
    port: described(port, { ja: '待ち受けるポート', en: 'the port to listen on', example: ports.port }),
    tls: tls.optional(),
  }).superRefine(httpsUnlessLoopback), { ja, en });
}
