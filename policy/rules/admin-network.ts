/**
 * 4.5.1 端末のIPアドレスを管理者が制限できること, for the admin address: it has a list of its own, which is short.
 * It holds for service keys too, so that a key that leaked is of no use elsewhere.
 */
import { contains, parseAddress } from '../networks.ts';
import type { Rule } from '../rule.ts';

export const adminNetwork: Rule<'administer'> = (facts, city) => {
  const address = parseAddress(facts.address);
  return address !== null && city.adminNetworks.some((network) => contains(network, address)) ? null : 'address_not_listed';
};
