/**
 * How many decisions a second one thread makes (goal: 1,000,000) on what a polling client does, with a city of 20 listed
 * networks, IPv6 among them, and callers from both families. Beside it, the same decisions with their facts recorded.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { prepareCity } from '#policy/city.ts';
import { decide } from '#policy/decide.ts';
import type { Facts, FactsOf } from '#policy/facts.ts';
import { settings, type Network } from '#policy/settings.ts';
import { FactRecorder } from '#decisions/fact-recorder.ts';

const both = { must: ['listed', 'approved'] };
const city = prepareCity(settings.parse({
  admission: { lgwan: { pc: both, mobile: both }, internet: { pc: both, mobile: both } },
  posture: { max_age_hours: 24 },
  lockout: { account_attempts: 10, address_accounts: 100, window_minutes: 15 },
  limits: Object.fromEntries(['address', 'account', 'token', 'logins_per_address'].map((name) => [name, { per_second: 100, burst: 200 }])),
  rooms: { versions: ['11'] },
  admin_networks: ['127.0.0.0/8'],
}), Array.from({ length: 20 }, (_, i): Network => ({ zone: 'lgwan', cidr: i % 2 === 0 ? `10.${i}.0.0/16` : `2001:db8:${i}::/48`, note: '' })));

function callFrom(address: string): FactsOf<'use'> {
  return {
    act: 'use',
    caller: {
      zone: 'lgwan', class: 'pc', address,
      account: { kind: 'staff', role: 'general', groups: ['somu'], state: 'active' },
      device: { state: 'active', approved: true, posture: null },
    },
  };
}

/** Decisions a second of CPU time, the best of five rounds: the machine is shared. */
function measure(facts: (i: number) => Facts, record?: (facts: Facts, i: number) => void, times = 1_000_000): number {
  let best = 0;
  for (let round = 0; round < 5; round++) {
    const start = process.cpuUsage();
    let refused = 0;
    for (let i = 0; i < times; i++) {
      const asked = facts(i);
      record?.(asked, i);
      refused += decide(asked, city, 0).refusals.length;
    }
    if (refused > 0) throw new Error('All of these are allowed.');
    const used = process.cpuUsage(start);
    best = Math.max(best, times / (used.user + used.system) * 1_000_000);
  }
  return Math.round(best);
}

const addresses = Array.from({ length: 1000 }, (_, i) => ({ v4: `10.18.${i % 250}.${i % 255}`, v6: `2001:db8:13::${(i + 1).toString(16)}:1` }));
const devices = addresses.map((_, i) => ({ userId: `@${i}:chat.example.jp`, device: `${i}` }));
const v4 = addresses.map((address) => callFrom(address.v4));
const v6 = addresses.map((address) => callFrom(address.v6));
const recorder = new FactRecorder();
const record = (facts: Facts, i: number) => recorder.record(facts, devices[i % 1000]!, 0);
const result = {
  'IPv4, last but one of 20 networks': measure((i) => v4[i % 1000]!),
  'IPv6, last of 20 networks': measure((i) => v6[i % 1000]!),
  'IPv4, and recorded: a session that goes on': measure((i) => v4[i % 1000]!, record),
  'IPv4, and recorded: a message sent': measure((i) => ({ act: 'send_event', caller: v4[i % 1000]!.caller, type: 'm.room.message', encrypted_file: false }), record, 100_000),
};
console.table(Object.fromEntries(Object.entries(result).map(([name, perSecond]) => [name, { 'decisions/s': perSecond.toLocaleString('en') }])));
const folder = join(process.env['SEKISHO_VAR'] ?? 'var', 'bench');
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'decide.json'), `${JSON.stringify(result, null, 2)}\n`);
