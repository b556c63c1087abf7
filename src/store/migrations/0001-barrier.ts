/** The tables of the barrier: people, devices, policy, journal, audit. Times are milliseconds since the epoch; JSON is text. */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('state', (t) => {
    t.string('name').primary();
    t.text('value').notNullable();
  });
  // What other parts and other processes must hear of: they read it in order of seq.
  await knex.schema.createTable('changes', (t) => {
    t.increments('seq');
    t.string('topic').notNullable();
    t.string('key').notNullable();
    t.bigInteger('at').notNullable();
  });

  await knex.schema.createTable('units', (t) => {
    t.string('code').primary();
    t.string('name').notNullable();
    t.string('parent').nullable();
  });
  await knex.schema.createTable('people', (t) => {
    t.string('user_id').primary();
    t.string('name').notNullable();
    t.string('reading').notNullable();
    t.string('kind').notNullable();
    t.string('role').notNullable();
    t.string('state').notNullable();
    t.string('unit').nullable();
    t.text('groups').notNullable();
    t.string('sponsor').nullable();
    t.string('email').nullable();
    t.bigInteger('expires').nullable();
    t.text('password_hash').notNullable();
    t.string('password_set_by').notNullable();
    t.boolean('provisioned').notNullable();
    t.bigInteger('created').notNullable();
  });

  await knex.schema.createTable('devices', (t) => {
    t.string('id').primary();
    t.string('user_id').notNullable().index();
    t.string('device_id').nullable();
    t.text('display_name').nullable();
    t.string('class').notNullable();
    t.string('zone').notNullable();
    t.string('state').notNullable().index();
    t.boolean('approved').notNullable();
    t.bigInteger('answer_until').nullable();
    t.boolean('signed_in').notNullable();
    t.text('posture').nullable();
    t.bigInteger('first_seen').notNullable();
    t.bigInteger('last_seen').notNullable();
    t.string('address').notNullable();
    t.text('agent').notNullable();
    // The homeserver's token of the device, sealed with the city's key; null when one is to be minted.
    t.text('homeserver_token').nullable();
  });
  await knex.schema.createTable('tokens', (t) => {
    t.string('id').primary();
    t.string('device').notNullable().index().references('id').inTable('devices').onDelete('CASCADE');
    t.string('access_hash').notNullable().unique();
    t.string('refresh_hash').nullable().unique();
    t.bigInteger('expires').nullable();
    t.bigInteger('created').notNullable();
    // Once a pair has been used, the pairs before it are ended; they stay so that their reuse is noticed.
    t.boolean('used').notNullable();
    t.bigInteger('ended').nullable();
  });
  await knex.schema.createTable('pushers', (t) => {
    t.string('device').notNullable().references('id').inTable('devices').onDelete('CASCADE');
    t.string('app_id').notNullable();
    t.string('pushkey', 512).notNullable();
    t.text('body').notNullable();
    t.primary(['device', 'app_id', 'pushkey']);
  });
  // What is still to be done at the homeserver because a device was suspended, resumed, wiped or logged out.
  await knex.schema.createTable('errands', (t) => {
    t.increments('id');
    t.string('device').notNullable();
    t.string('user_id').notNullable();
    t.string('device_id').notNullable();
  });
  await knex.schema.createTable('approval_codes', (t) => {
    t.string('id').primary();
    t.string('hash').notNullable().unique();
    t.string('user_id').notNullable().index();
    t.bigInteger('expires').notNullable();
    t.bigInteger('created').notNullable();
    t.string('created_by').notNullable();
    t.bigInteger('used_at').nullable();
    t.string('used_device').nullable();
  });
  // Failed logins; the account is kept as a hash, for people type passwords into the wrong field.
  await knex.schema.createTable('attempts', (t) => {
    t.increments('id');
    t.string('account').notNullable().index();
    t.string('address').notNullable().index();
    t.bigInteger('at').notNullable().index();
  });
  await knex.schema.createTable('openid_tokens', (t) => {
    t.string('hash').primary();
    t.string('user_id').notNullable();
    t.bigInteger('expires').notNullable();
  });

  await knex.schema.createTable('policy_versions', (t) => {
    t.integer('version').primary();
    t.text('settings').notNullable();
    t.text('networks').notNullable();
    t.bigInteger('at').notNullable();
    t.string('by').notNullable();
    t.text('why').notNullable();
  });
  // Distinct facts by device and hour with their count: what a policy is tried on.
  await knex.schema.createTable('recorded_facts', (t) => {
    t.bigInteger('hour').notNullable();
    t.string('device').notNullable();
    t.string('hash').notNullable();
    t.string('user_id').nullable();
    t.text('facts').notNullable();
    t.integer('count').notNullable();
    t.primary(['hour', 'device', 'hash']);
  });
  await knex.schema.createTable('service_keys', (t) => {
    t.string('id').primary();
    t.string('name').notNullable();
    t.string('hash').notNullable().unique();
    t.text('scopes').notNullable();
    t.bigInteger('created').notNullable();
    t.string('created_by').notNullable();
    t.bigInteger('last_used').nullable();
  });

  // The record of events: `event` is never changed once written; `position` is the order in which they happened. No length is
  // limited: an event that does not fit would hold up all that come after it.
  await knex.schema.createTable('events', (t) => {
    t.text('event_id').primary();
    t.bigInteger('position').notNullable().index();
    t.text('room_id').notNullable().index();
    t.text('type').notNullable();
    t.text('sender').notNullable();
    t.text('state_key').nullable();
    t.bigInteger('sent').notNullable();
    t.bigInteger('received').notNullable();
    // transaction | fetched | reconciled
    t.text('source').notNullable();
    t.text('event').notNullable();
  });
  await knex.schema.createTable('transactions', (t) => {
    t.text('txn_id').primary();
    t.bigInteger('received').notNullable();
  });
  await knex.schema.createTable('receipts', (t) => {
    t.increments('id');
    t.text('room_id').notNullable();
    t.text('content').notNullable();
    t.bigInteger('received').notNullable();
  });

  await knex.schema.createTable('audit', (t) => {
    t.integer('seq').primary();
    t.bigInteger('at').notNullable().index();
    // To search by; the truth is the body, whose RFC 6962 leaf hash is in the tree.
    t.string('kind').notNullable().index();
    t.string('user_id').nullable().index();
    t.string('leaf').notNullable();
    t.text('body').notNullable();
  });
  await knex.schema.createTable('audit_heads', (t) => {
    t.integer('size').primary();
    t.text('note').notNullable();
    t.bigInteger('at').notNullable();
  });
}

export async function down(): Promise<void> {
  throw new Error('Migrations go forward only; restore a backup instead.');
}
