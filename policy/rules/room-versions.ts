/**
 * 4.4.9 送信者に限りメッセージの削除を行えること, between cities: from room version 12 on creators outrank every power level,
 * so a `redact` level out of everybody's reach would not bind them. A room has a version of the city's list; a client that
 * names none gets the homeserver's default, which is on it.
 */
import type { Rule } from '../rule.ts';

export const roomVersions: Rule<'create_room' | 'upgrade_room'> = ({ room_version: version }, { settings }) =>
  version === null || settings.rooms.versions.includes(version) ? null : 'room_version_not_allowed';
