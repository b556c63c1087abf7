/**
 * What a city may choose. Kept in versions (who, when, why) in the store; `presets/*.yaml` is what it starts from.
 * There is no empty answer: what a device must be has at least one word.
 */
import { z } from 'zod';
import { isNetwork } from './networks.ts';
import { isOrigin } from './origins.ts';

const cidr = z.string().max(64).refine(isNetwork, 'アドレス範囲ではありません（例 192.0.2.0/24、2001:db8::/32） / is no address range (as 192.0.2.0/24, 2001:db8::/32)');
const origin = z.string().max(255).refine(isOrigin, 'オリジンではありません（例 https://push.example.jp） / is no origin (as https://push.example.jp)');
const zone = z.enum(['lgwan', 'internet']);
const deviceClass = z.enum(['pc', 'mobile']);
const must = z.array(z.enum(['listed', 'approved'])).min(1).max(2).refine((words) => new Set(words).size === words.length, '同じ語が二度あります / a word stands twice');
const posture = z.enum(['none', 'encrypted']);
const admission = z.strictObject({ must, posture: posture.default('none') });
const rate = z.strictObject({ per_second: z.number().positive().max(1_000_000), burst: z.int().positive().max(1_000_000) });

export const settings = z.strictObject({
  /** What a device must be, by zone and class (4.5.1, 4.5.2), and whether it must be encrypted (4.5.3). */
  admission: z.strictObject({
    lgwan: z.strictObject({ pc: admission, mobile: admission }),
    internet: z.strictObject({ pc: admission, mobile: admission }),
  }),
  /**
   * Other answers for some; of those that fit, the last one counts (one that leaves `posture` out says nothing about it).
   * Guests must be approved whatever stands here.
   */
  exceptions: z.array(z.strictObject({
    zone: zone.optional(), class: deviceClass.optional(), group: z.string().min(1).optional(),
    role: z.enum(['general', 'admin', 'approver']).optional(),
    must, posture: posture.optional(), note: z.string().default(''),
  })).max(200).default([]),
  posture: z.strictObject({
    /** A report older than this counts as none. */
    max_age_hours: z.int().positive().max(24 * 366),
  }),
  lockout: z.strictObject({
    /** Failures of one account within the window that close it for the rest of the window. */
    account_attempts: z.int().min(3).max(1000),
    /** Different accounts that fail from one address within the window that close the address; one person's mistakes never close a shared address. */
    address_accounts: z.int().min(3).max(100_000),
    window_minutes: z.int().positive().max(24 * 60),
  }),
  limits: z.strictObject({ address: rate, account: rate, token: rate, logins_per_address: rate }),
  /** Where pushes may go: origins, as `https://push.example.jp`; a port of `*` stands for any. Empty: nowhere. */
  push_gateways: z.array(origin).max(50).default([]),
  rooms: z.strictObject({ versions: z.array(z.string()).min(1) }),
  /** Networks from which the admin address may be used. */
  admin_networks: z.array(cidr).min(1).max(100),
});
export type Settings = z.infer<typeof settings>;

export const network = z.strictObject({
  zone,
  /** IPv4 or IPv6 in CIDR form; a single address stands for itself. */
  cidr,
  /** Counts only for people of this group. */
  group: z.string().min(1).optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  until: z.iso.datetime({ offset: true }).optional(),
  note: z.string().max(1000).default(''),
});
export const networks = z.array(network).max(10_000);
export type Network = z.infer<typeof network>;
