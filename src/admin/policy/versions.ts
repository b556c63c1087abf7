/** Who changed the policy, when and why: every version, whole. */
import { z } from 'zod';
import { networks, settings } from '#policy/settings.ts';
import { endpoint } from '../endpoint.ts';
import { digits, listOf, page, pageOf } from '../fields.ts';
import { origin, originOf } from './version.ts';

export const versions = endpoint({
  method: 'GET',
  path: 'policy/versions',
  summary: '規則の版の一覧。古い順 / The versions of the policy, the oldest first',
  scope: 'policy:read',
  query: z.strictObject({ from: digits(0, 2 ** 31 - 1).default(0).describe('この版より後 / Those after this version'), limit: page.limit }),
  answers: { 200: listOf(z.strictObject({ ...origin, settings, networks })) },
  async handler({ query: { from, limit }, rooms }) {
    const found = await rooms.decisions.versions(from, limit + 1);
    return {
      status: 200,
      body: pageOf(found, limit, ({ version }) => String(version), (version) => ({ ...originOf(version), settings: version.settings, networks: version.networks })),
    };
  },
});
