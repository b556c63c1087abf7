/** Sessions (4.2.4, 4.5.4): what an access token stands for. */
import type { Caller } from '#policy/facts.ts';
import type { Device, Zone } from '#model/device.ts';
import type { Person } from '#model/person.ts';

export interface Session {
  readonly device: Device;
  readonly person: Person;
  /** The homeserver's token of this device; made when there is none. */
  homeserverToken(): Promise<string>;
  /** Another one, when the homeserver does not know `dead` any more. */
  renewHomeserverToken(dead: string): Promise<string>;
  /** Who calls, as the policy sees it, the same object while nothing changed; the device counts as seen at `now` from `address`. */
  caller(zone: Zone, address: string, now: number): Caller;
}
