/** What the admin REST is given: the rooms below it, and what the process knows of its own state. */
import type { Audit } from '#audit/audit.ts';
import type { Decisions } from '#decisions/decisions.ts';
import type { Metrics } from '#http/metrics.ts';
import type { Identity } from '#identity/identity.ts';
import type { Clock } from '#lib/clock.ts';
import type { Log } from '#lib/log.ts';
import type { People } from '#people/people.ts';
import type { Store } from '#store/store.ts';

/** What stands between the process and its work; everything true: ready. */
export interface Readiness {
  database: boolean;
  homeserver: boolean;
  /** Every room was compared with the homeserver since its last start. */
  reconciled: boolean;
}

export interface AdminRooms {
  identity: Identity;
  people: People;
  decisions: Decisions;
  audit: Audit;
  store: Store;
  clock: Clock;
  metrics: Pick<Metrics, 'render'>;
  ready(): Promise<Readiness>;
  log: Log;
}
