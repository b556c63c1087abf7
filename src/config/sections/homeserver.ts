/** Where the homeserver is: on loopback, for Sekisho alone (4.3.2). */
import { z } from 'zod';
import { described } from '../describe.ts';
import { isLoopback, origin } from './listener.ts';

const loopback = origin.refine(
  (url) => URL.canParse(url) && isLoopback(new URL(url).hostname.replace(/^\[|\]$/g, '')),
  'ホームサーバはループバックに置いてください / the homeserver must be on loopback',
);

export const homeserver = described(z.strictObject({
  url: described(loopback, { ja: 'ホームサーバのアドレス。ループバックに限る（関所を通らない道を作らないため）', en: 'its address, on loopback only, so that no way leads round Sekisho', example: 'http://127.0.0.1:8008' }),
}), { ja: 'ホームサーバ（Synapse）', en: 'The homeserver (Synapse)' });
