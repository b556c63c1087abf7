/**
 * How many decisions a second one thread makes (goal: 1,000,000) on what a polling client does, with a city of 20 listed
 * networks, IPv6 among them, and callers from both families. Beside it, the same decisions with their facts recorded.
 */
import { prepareCity } from '#policy/city.ts';
import { decide } from '#policy/decide.ts';
import type { Facts, FactsOf } from '#policy/facts.ts';
import { settings, type Network } from '#policy/settings.ts';
import { FactRecorder } from '#decisions/fact-recorder.ts';
import { benchOf } from './bench.ts';

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

const batch = 10_000;

/** Decisions a second of CPU time, the best of `rounds`: the machine is shared. */
function perSecond(seconds: number, rounds: number, facts: (i: number) => Facts, record?: (facts: Facts, i: number) => void): number {
  let best = 0;
  for (let round = 0; round < rounds; round++) {
    const start = process.cpuUsage();
    let used = 0;
    let made = 0;
    let refused = 0;
    while (used < seconds / rounds) {
      for (let i = 0; i < batch; i++) {
        const asked = facts(made + i);
        record?.(asked, made + i);
        refused += decide(asked, city, 0).refusals.length;
      }
      made += batch;
      const { user, system } = process.cpuUsage(start);
      used = (user + system) / 1_000_000;
    }
    if (refused > 0) throw new Error('All of these are allowed.');
    best = Math.max(best, made / used);
  }
  return Math.round(best);
}

const addresses = Array.from({ length: 1000 }, (_, i) => ({ v4: `10.18.${i % 250}.${i % 255}`, v6: `2001:db8:13::${(i + 1).toString(16)}:1` }));
const devices = addresses.map((_, i) => ({ userId: `@${i}:chat.example.jp`, device: `${i}` }));
const v4 = addresses.map((address) => callFrom(address.v4));
const v6 = addresses.map((address) => callFrom(address.v6));

export const bench = benchOf({
  name: 'decide',
  summary: '判断だけを 1 秒に何回できるか / decisions a second, alone and with their facts recorded',
  defaults: { seconds: 2, rounds: 5 },
  async run({ seconds, rounds }) {
    const recorder = new FactRecorder();
    const record = (facts: Facts, i: number) => recorder.record(facts, devices[i % 1000]!, 0);
    const measured = (facts: (i: number) => Facts, also?: typeof record) => perSecond(seconds, rounds, facts, also);
    return {
      columns: ['decision', 'a second'],
      rows: [
        ['IPv4, last but one of 20 networks', measured((i) => v4[i % 1000]!)],
        ['IPv6, last of 20 networks', measured((i) => v6[i % 1000]!)],
        ['IPv4, and recorded: a session that goes on', measured((i) => v4[i % 1000]!, record)],
        ['IPv4, and recorded: a message sent', measured((i) => ({ act: 'send_event', caller: v4[i % 1000]!.caller, type: 'm.room.message', encrypted_file: false }), record)],
      ],
      notes: ['目標: 判断だけで 1,000,000 回 / goal: 1,000,000 for the decision alone', `CPU 時間 1 秒あたり、${rounds} 回のうち最良 / a second of CPU time, the best of ${rounds} rounds`],
    };
  },
});
