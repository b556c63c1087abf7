/** What the gateway is given: the rooms below it that its facts and handlers call. */
import type { Audit } from '#audit/audit.ts';
import type { Decisions } from '#decisions/decisions.ts';
import type { Homeserver } from '#homeserver/homeserver.ts';
import type { Identity } from '#identity/identity.ts';
import type { Journal } from '#journal/journal.ts';
import type { Clock } from '#lib/clock.ts';

export interface Rooms {
  identity: Identity;
  decisions: Decisions;
  audit: Audit;
  journal: Journal;
  homeserver: Homeserver;
  serverName: string;
  clock: Clock;
}
