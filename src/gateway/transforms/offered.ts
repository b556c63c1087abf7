/** What the homeserver says it can do, less what the city refuses and with what Sekisho does in its place. */
import { isObject, type JsonObject } from '../facts/body.ts';

/** Features whose routes the table refuses: a client must not be told to try them. */
const refusedFeatures = ['org.matrix.msc4140', 'org.matrix.msc3882', 'org.matrix.msc4108', 'org.matrix.msc3814', 'org.matrix.e2e_cross_signing.reset', 'fi.mau.msc2815', 'org.matrix.msc3912', 'uk.tcpip.msc4133'];

/** GET /versions. Element X needs `org.matrix.simplified_msc3575` to be true (clients.md). */
export function offeredVersions(answer: JsonObject): JsonObject {
  const features = isObject(answer['unstable_features']) ? answer['unstable_features'] : {};
  const offered = Object.fromEntries(Object.entries(features).filter(([name]) => !refusedFeatures.includes(name)));
  return { ...answer, unstable_features: { ...offered, 'org.matrix.simplified_msc3575': true } };
}

/** GET /capabilities: the homeserver has no passwords, Sekisho has; contacts and login tokens are not offered. */
export function offeredCapabilities(answer: JsonObject): JsonObject {
  const capabilities = isObject(answer['capabilities']) ? answer['capabilities'] : {};
  return {
    ...answer,
    capabilities: { ...capabilities, 'm.change_password': { enabled: true }, 'm.3pid_changes': { enabled: false }, 'm.get_login_token': { enabled: false } },
  };
}
