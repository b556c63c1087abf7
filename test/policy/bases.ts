/** What the cases of the rules start from: a city like the demo, and for each act facts that nothing is said against. */
import type { Act, Caller, Facts } from '#policy/facts.ts';

export const settings = {
  admission: {
    lgwan: { pc: { must: ['listed'] }, mobile: { must: ['listed', 'approved'] } },
    internet: { pc: { must: ['approved'] }, mobile: { must: ['approved'] } },
  },
  exceptions: [],
  posture: { max_age_hours: 168 },
  lockout: { account_attempts: 10, address_accounts: 20, window_minutes: 15 },
  limits: {
    address: { per_second: 200, burst: 400 }, account: { per_second: 200, burst: 400 },
    token: { per_second: 200, burst: 400 }, logins_per_address: { per_second: 2, burst: 100 },
  },
  push_gateways: ['https://push.example.jp'],
  rooms: { versions: ['11'] },
  admin_networks: ['127.0.0.0/8'],
};

export const networks = [{ zone: 'lgwan', cidr: '127.0.0.0/24' }];

const caller: Caller = {
  zone: 'lgwan', class: 'pc', address: '127.0.0.5',
  account: { kind: 'staff', role: 'general', groups: [], state: 'active' },
  device: { state: 'active', approved: true, posture: null },
};

export const facts: { [A in Act]: Extract<Facts, { act: A }> } = {
  use: { act: 'use', caller },
  login: { act: 'login', caller: { ...caller, device: { ...caller.device, state: 'new' } } },
  attempt: { act: 'attempt', zone: 'lgwan', class: 'pc', address: '127.0.0.5', account_failures: 0, address_accounts: 0 },
  register: { act: 'register', zone: 'internet', address: '198.51.100.7' },
  unrouted: { act: 'unrouted', zone: 'internet', operation: null },
  flood: { act: 'flood', zone: 'internet', address: '198.51.100.7', over: 'address' },
  create_room: { act: 'create_room', caller, encryption: false, room_version: null, third_party_invites: false, state_types: [] },
  send_event: { act: 'send_event', caller, type: 'm.room.message', encrypted_file: false },
  set_state: { act: 'set_state', caller, type: 'm.room.topic', encrypted_file: false, redacts_events: false },
  redact: { act: 'redact', caller, target: 'own', with_relations: false },
  member: { act: 'member', caller, change: 'invite', redacts_events: false, third_party: false },
  upgrade_room: { act: 'upgrade_room', caller, room_version: '11' },
  set_pusher: { act: 'set_pusher', caller, kind: 'http', url: 'https://push.example.jp/_matrix/push/v1/notify' },
  directory: { act: 'directory', caller, what: 'people' },
  enter_room: { act: 'enter_room', caller, how: 'join' },
  upload: { act: 'upload', caller },
  download: { act: 'download', caller },
  administer: { act: 'administer', address: '127.0.0.5', by: { kind: 'person', role: 'admin', account_state: 'active', device_state: 'active' }, scope: 'users:read' },
};
