/** There is room to write: a full disk stops the audit log, and with it the city. */
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Check } from './check.ts';

const wantedGigabytes = 2;

export const disk: Check = {
  name: 'ディスクの空き / disk space',
  async run({ config }) {
    const places = [config.audit.heads_file, ...(config.database.client === 'sqlite' ? [config.database.file] : []), ...(config.log.file === undefined ? [] : [config.log.file])];
    const folders = [...new Set(places.map((file) => dirname(file)))];
    const room = await Promise.all(folders.map(async (folder) => {
      const { bavail, bsize } = await statfs(folder);
      return { folder, gigabytes: (bavail * bsize) / 2 ** 30 };
    }));
    return room.filter(({ gigabytes }) => gigabytes < wantedGigabytes).map(({ folder, gigabytes }) => ({
      what: `空きが ${gigabytes.toFixed(1)} GB しかありません / only ${gigabytes.toFixed(1)} GB are free: ${folder}`,
      cure: `${wantedGigabytes} GB 以上を空けてください / free at least ${wantedGigabytes} GB`,
    }));
  },
};
