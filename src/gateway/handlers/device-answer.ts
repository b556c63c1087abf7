/** A device in the words of the specification. A name that is not known is null, as Synapse says it: matrix-nio wants the key. */
import type { OwnDevice } from '#identity/own-devices.ts';

export function deviceAnswer(device: OwnDevice): Record<string, string | number | null> {
  return {
    device_id: device.deviceId,
    display_name: device.displayName,
    last_seen_ip: device.address,
    last_seen_ts: device.lastSeen,
  };
}
