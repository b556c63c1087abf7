/** `sekisho audit verify`: whether the audit log is as it was written, and if not, where. */
import { createPublicKey } from 'node:crypto';
import { existsSync } from 'node:fs';
import { describeFinding } from '#audit/finding.ts';
import { gatherEvidence } from '#audit/evidence.ts';
import { auditOrigin } from '#audit/signed-head.ts';
import { verifyAudit } from '#audit/verify.ts';
import { readEnvironment } from '#config/environment.ts';
import { loadKeys } from '#config/keys.ts';
import { loadConfig } from '#config/load.ts';
import { systemClock } from '#lib/clock.ts';
import { openStore } from '#store/store.ts';
import { readArgs, type Command } from './command.ts';

/** More are counted only: after a rewriting of everything the rest says nothing new. */
const mostShown = 100;

export const auditVerify: Command = {
  name: 'audit verify',
  summary: '監査記録が書かれたままかを確かめる / check that the audit log is as it was written',
  usage: `[--heads FILE] [--config FILE]
    --heads FILE   先頭値のファイルの控え（転送先に残したものなど） / a copy of the heads file, such as the one forwarded to another machine
    --config FILE  設定ファイル / the configuration

    終了コード / exit code: 0 異常なし / in order, 1 異常あり / not in order, 2 確かめられない / could not be checked`,
  example: 'sekisho audit verify --heads /mnt/logs/audit-heads.txt',
  async run(args) {
    const { values } = readArgs({ args, options: { config: { type: 'string' }, heads: { type: 'string' } } });
    try {
      return await verify(values.config ?? readEnvironment().configFile, values.heads);
    } catch (error) {
      console.error(`監査記録を確かめられません / the audit log could not be checked: ${(error as Error).message}`);
      return 2;
    }
  },
};

async function verify(file: string, heads: string | undefined): Promise<number> {
  const config = loadConfig(file);
  if (heads !== undefined && !existsSync(heads)) throw new Error(`ファイルがありません / there is no such file: ${heads}`);
  const { language } = config.server;
  const ja = language === 'ja';
  const key = { origin: auditOrigin(config.server.server_name), publicKey: createPublicKey(loadKeys(config.keys.file).audit) };
  const store = await openStore(config.database, systemClock, () => {});
  let shown = 0;
  try {
    const result = await verifyAudit(await gatherEvidence(store, heads ?? config.audit.heads_file, heads === undefined), key, {
      finding: (finding) => {
        if (shown++ < mostShown) console.log(`✘ ${describeFinding(finding, language)}`);
      },
      progress: (entries) => console.error(ja ? `… ${entries} 件まで確認` : `… ${entries} entries so far`),
    });
    if (result.findings > mostShown) console.log(ja ? `✘ ほか ${result.findings - mostShown} 件` : `✘ and ${result.findings - mostShown} more`);
    const counts = ja ? `記録 ${result.entries} 件、署名済みの先頭値 ${result.heads} 件` : `${result.entries} entries, ${result.heads} signed heads`;
    const verdict = result.findings === 0 ? (ja ? '✔ 異常なし' : '✔ in order') : (ja ? `✘ 異常 ${result.findings} 件` : `✘ ${result.findings} faults`);
    console.log(`${verdict}: ${counts}`);
    return result.findings === 0 ? 0 : 1;
  } finally {
    await store.close();
  }
}
