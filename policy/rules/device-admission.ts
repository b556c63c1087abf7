/**
 * 4.5.1 パソコンからのアクセス時、チャットを利用する端末のIPアドレスを管理者が制限できること;
 * 4.5.2 モバイル端末の利用は、認証コードを発行するなどし、管理者が利用端末を制限できること。
 * A device comes from a listed network, or it is approved, or both, as the city asks by zone and class. The class is a hint
 * that can be forged; a forged one gains no more than any PC on that network has. Guests must be approved everywhere, in
 * addition to what is asked there. The first requirement that is not met names the reason: the network, then the approval.
 */
import { mustOf } from '../admission.ts';
import type { City } from '../city.ts';
import type { Caller } from '../facts.ts';
import { contains, parseAddress } from '../networks.ts';
import type { CallerAct, Rule } from '../rule.ts';

export const deviceAdmission: Rule<CallerAct> = ({ caller }, city, at) => {
  const must = mustOf(caller, city.settings);
  if (must.includes('listed') && !isListed(caller, city, at)) return 'address_not_listed';
  if ((must.includes('approved') || caller.account.kind === 'guest') && !caller.device.approved) return 'device_not_approved';
  return null;
};

function isListed(caller: Caller, city: City, at: number): boolean {
  const address = parseAddress(caller.address);
  return address !== null && city.networks.some((network) => contains(network, address)
    && network.zone === caller.zone
    && (network.group === null || caller.account.groups.includes(network.group))
    && network.from <= at && at < network.until);
}
