/** The database answers, its tables are up to date (opening brings them so), and the city has an administrator. */
import { openStore } from '#store/store.ts';
import type { Check } from './check.ts';

export const database: Check = {
  name: 'データベース / database',
  async run({ config, clock }) {
    const store = await openStore(config.database, clock, () => {});
    try {
      await store.ping();
      const administrators = await store.people.list({ role: 'admin', state: 'active', limit: 1 });
      return administrators.length > 0 ? [] : [{ what: '管理者がいません / there is no administrator', cure: 'sekisho admin create USER --name 氏名' }];
    } finally {
      await store.close();
    }
  },
};
