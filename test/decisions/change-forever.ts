/** A process that changes the policy without end and tells each version that was acknowledged: one that a test can kill. */
import { changed, startProcess } from './city.ts';

const [database = '', folder = ''] = process.argv.slice(2);
const { decisions } = await startProcess(JSON.parse(database), folder, () => Date.UTC(2027, 0, 15));
for (let i = 0; ; i++) {
  const { version } = await decisions.change({ settings: changed((settings) => { settings.lockout.account_attempts = 3 + i % 900; }), by: '@admin:chat.example.jp', why: `${i}` });
  process.stdout.write(`${version}\n`);
}
