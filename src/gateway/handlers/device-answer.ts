/** A device in the words of the specification. */
import type { OwnDevice } from '#identity/own-devices.ts';

export function deviceAnswer(device: OwnDevice): Record<string, string | number> {
  return {
    device_id: device.deviceId,
    ...(device.displayName !== null && { display_name: device.displayName }),
    last_seen_ip: device.address,
    last_seen_ts: device.lastSeen,
  };
}
