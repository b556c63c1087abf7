/**
 * The device class by the client's own word (4.5.1, 4.5.2): a desktop browser's or Electron's agent is a `pc`, everything else
 * `mobile`. It can be forged, and gains nothing: a forged `pc` is still bound to the networks that the city lists.
 */
import type { DeviceClass } from '#model/device.ts';

const desktop = /^Mozilla\/5\.0 \((?:Windows NT|Macintosh|X11|Wayland)[;) ]/;
const handheld = /Mobile|Android|iPhone|iPad|Tablet/i;

export function classOfAgent(agent: string): DeviceClass {
  return desktop.test(agent) && !handheld.test(agent) ? 'pc' : 'mobile';
}
