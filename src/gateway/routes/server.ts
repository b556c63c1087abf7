/** What the server says about itself. */
import type { OperationOf } from '#matrix/operation-of.ts';
import { getWellknown } from '../handlers/getWellknown.ts';
import { offeredCapabilities, offeredVersions } from '../transforms/offered.ts';
import type { Route } from '../route.ts';
import { forward, open, refuse, rewrite, tell } from './rows.ts';

type Chapter = 'capabilities' | 'policy_server' | 'support' | 'versions' | 'voip' | 'wellknown';

export const server = {
  getVersions: tell('使えない機能は外して答える / told without what the city does not offer', offeredVersions),
  getCapabilities: rewrite('パスワードの変更は Sekisho ができる / a password can be changed, by Sekisho', offeredCapabilities),
  getTurnServer: forward('通話の中継 / call relays'),
  getWellknown: open('接続先と、暗号化を使わないこと / where to connect, and that encryption is off', getWellknown),
  getWellknownSupport: refuse('公開の窓口は載せない / no public contact'),
  getWellknownPolicy: refuse('方針サーバは使わない / no policy server'),
} satisfies Record<OperationOf<Chapter>, Route>;
