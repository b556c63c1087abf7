/**
 * All data of a city: one repository a noun. Reading goes through the store itself; an act that changes things runs in
 * `transaction`, which gives it the same repositories bound to the transaction and a way to announce what changed.
 */
import type { Knex } from 'knex';
import type { Clock } from '#lib/clock.ts';
import { ChangeFeed, type Topic } from './changes.ts';
import { inTransaction, openDatabase, type DatabaseOptions } from './database.ts';
import { createApprovalCodes } from './repositories/approval-codes.ts';
import { createAttempts } from './repositories/attempts.ts';
import { createDevices } from './repositories/devices.ts';
import { createErrands } from './repositories/errands.ts';
import { createEvents } from './repositories/events.ts';
import { createOpenIdTokens } from './repositories/openid-tokens.ts';
import { createPeople } from './repositories/people.ts';
import { createPolicyVersions } from './repositories/policy-versions.ts';
import { createPushers } from './repositories/pushers.ts';
import { createRecordedFacts } from './repositories/recorded-facts.ts';
import { createReceipts } from './repositories/receipts.ts';
import { createServiceKeys } from './repositories/service-keys.ts';
import { createAudit } from './repositories/audit.ts';
import { createState } from './repositories/state.ts';
import { createTokens } from './repositories/tokens.ts';
import { createTransactions } from './repositories/transactions.ts';
import { createUnits } from './repositories/units.ts';

/** The repositories: each is a function of the connection or transaction that it speaks through. */
function repositories(knex: Knex) {
  return {
    approvalCodes: createApprovalCodes(knex),
    attempts: createAttempts(knex),
    devices: createDevices(knex),
    errands: createErrands(knex),
    events: createEvents(knex),
    openIdTokens: createOpenIdTokens(knex),
    people: createPeople(knex),
    policyVersions: createPolicyVersions(knex),
    pushers: createPushers(knex),
    recordedFacts: createRecordedFacts(knex),
    receipts: createReceipts(knex),
    serviceKeys: createServiceKeys(knex),
    audit: createAudit(knex),
    state: createState(knex),
    tokens: createTokens(knex),
    transactions: createTransactions(knex),
    units: createUnits(knex),
  };
}

export type Repositories = ReturnType<typeof repositories>;

export interface Transaction extends Repositories {
  /** Tells listeners of every process after the commit. */
  announce(topic: Topic, key: string): Promise<void>;
}

export interface Store extends Repositories {
  /** All or nothing; one at a time over all processes of the city. Nothing of it is visible before it ends. */
  transaction<T>(act: (tx: Transaction) => Promise<T>): Promise<T>;
  changes: ChangeFeed;
  /** Answers when the database does; @throws when it does not. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

const changePollMs = 1000;

export async function openStore(options: DatabaseOptions, clock: Clock, onError: (error: unknown) => void): Promise<Store> {
  const knex = await openDatabase(options);
  const changes = new ChangeFeed(knex, clock);
  await changes.start(changePollMs, onError);
  return {
    ...repositories(knex),
    changes,
    async transaction(act) {
      const announced: [Topic, string][] = [];
      const result = await inTransaction(knex, (trx) => act({
        ...repositories(trx),
        async announce(topic, key) {
          announced.push([topic, key]);
          await trx('changes').insert({ topic, key, at: clock() });
        },
      }));
      for (const [topic, key] of announced) changes.tell(topic, key);
      return result;
    },
    async ping() {
      await knex.raw('select 1');
    },
    async close() {
      await changes.stop();
      await knex.destroy();
    },
  };
}
