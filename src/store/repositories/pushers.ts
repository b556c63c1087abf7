/** The pushers that devices set through the gateway, with their bodies, so that they can be taken away and put back (4.5.4). */
import type { Knex } from 'knex';

export interface Pusher {
  /** Device.id. */
  device: string;
  appId: string;
  pushkey: string;
  /** As the client sent it. */
  body: Record<string, unknown>;
}

export function createPushers(knex: Knex) {
  return {
    async ofDevice(device: string): Promise<Pusher[]> {
      const rows = await knex('pushers').where({ device }).orderBy(['app_id', 'pushkey']).select<{ app_id: string; pushkey: string; body: string }[]>('app_id', 'pushkey', 'body');
      return rows.map((row) => ({ device, appId: row.app_id, pushkey: row.pushkey, body: JSON.parse(row.body) as Record<string, unknown> }));
    },
    async put(pusher: Pusher): Promise<void> {
      await knex('pushers')
        .insert({ device: pusher.device, app_id: pusher.appId, pushkey: pusher.pushkey, body: JSON.stringify(pusher.body) })
        .onConflict(['device', 'app_id', 'pushkey']).merge();
    },
    async remove(device: string, appId: string, pushkey: string): Promise<void> {
      await knex('pushers').where({ device, app_id: appId, pushkey }).delete();
    },
    /** A new session in the place of another one of the same client. */
    async move(from: string, to: string): Promise<void> {
      await knex('pushers').where({ device: from }).update({ device: to });
    },
  };
}
