/**
 * Devices and accounts at the homeserver. Each device has a real token of the homeserver, got by application-service login;
 * masquerading serves only for what would otherwise ask the person to authenticate again (homeserver.md, "Tokens").
 */
import { z } from 'zod';
import type { UserId } from '#matrix/identifiers.ts';
import { pathOf, type Calls } from './calls.ts';
import { HomeserverRefused } from './homeserver-errors.ts';

const client = '/_matrix/client/v3';
const anything = z.unknown();

export function createAccounts(calls: Calls, asToken: string) {
  return {
    /** Logs the device in, or gives a known one another token. */
    async mintToken(userId: UserId, deviceId: string, displayName: string | null): Promise<string> {
      const body = {
        type: 'm.login.application_service',
        identifier: { type: 'm.id.user', user: userId },
        device_id: deviceId,
        ...(displayName === null ? {} : { initial_device_display_name: displayName }),
      };
      const answer = await calls.call('POST', `${client}/login`, z.object({ access_token: z.string() }), { token: asToken, body });
      return answer.access_token;
    },

    /** Ends the account at the homeserver; its messages stay. */
    async deactivate(userId: UserId): Promise<void> {
      await calls.call('POST', `${client}/account/deactivate`, anything, { token: asToken, as: userId, body: { erase: false } });
    },

    /** Ends the device and its open requests; one that is absent is fine. */
    async deleteDevice(userId: UserId, deviceId: string): Promise<void> {
      try {
        await calls.call('DELETE', pathOf(`${client}/devices`, deviceId), anything, { token: asToken, as: userId, body: {} });
      } catch (error) {
        if (!(error instanceof HomeserverRefused && error.errcode === 'M_NOT_FOUND')) throw error;
      }
    },

    async renameDevice(userId: UserId, deviceId: string, name: string): Promise<void> {
      await calls.call('PUT', pathOf(`${client}/devices`, deviceId), anything, { token: asToken, as: userId, body: { display_name: name } });
    },

    /** Sets or (with `kind: null`) takes away a pusher; a pusher belongs to the token's device. */
    async setPusher(token: string, body: Record<string, unknown>): Promise<void> {
      await calls.call('POST', `${client}/pushers/set`, anything, { token, body });
    },
  };
}
