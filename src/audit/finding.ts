/** What can be wrong with an audit log: each finding says where, in both languages. */

export interface Finding {
  kind: keyof typeof texts;
  /** The entries concerned, both inclusive. */
  from: number;
  until: number;
  /** The line of the heads file, where the fault is there. */
  line?: number;
}

const texts = {
  body_changed: { ja: '本文が書き換えられています', en: 'the text was changed' },
  columns_changed: { ja: '検索用の列が本文と違います', en: 'the columns for searching differ from the text' },
  moved: { ja: '別の番号の記録がここに置かれています（入れ替えまたは挿入）', en: 'an entry of another number stands here (moved or inserted)' },
  missing: { ja: '記録が削除されています', en: 'entries were deleted' },
  cut: { ja: '末尾の記録が切り取られています（署名済みの先頭値はここまで記録があったことを示しています）', en: 'the end of the log was cut off (a signed head shows that entries stood here)' },
  rewritten: { ja: '二つの署名済み先頭値の間で、記録がハッシュごと作り直されています', en: 'between two signed heads, entries were changed together with their hashes' },
  rewritten_tail: { ja: '最後の先頭値より後で、記録がハッシュごと作り直されています', en: 'after the last head, entries were changed together with their hashes' },
  inserted: { ja: '関所が書いていない記録が末尾に加えられています', en: 'entries that Sekisho did not write were added at the end' },
  two_histories: { ja: '同じ大きさで内容の違う先頭値が署名されています（データベースが過去に戻され、書き直されました）', en: 'two different heads of one size are signed (the database was put back and written anew)' },
  tree_forged: { ja: 'データベースにある木の状態が関所の署名と合いません', en: 'the state of the tree in the database is not what Sekisho signed' },
  forgery_noticed: { ja: '運用中に関所が木の書き換えに気づいた記録です。これより前の記録を疑ってください', en: 'while running, Sekisho noticed that the tree had been changed; the entries before this one are in doubt' },
  head_forged: { ja: '先頭値の署名が正しくありません', en: 'the signature of a head is wrong' },
  head_unreadable: { ja: '先頭値の行が読めません', en: 'a head cannot be read' },
  heads_reordered: { ja: '先頭値のファイルで、大きさが前の行より小さくなっています', en: 'in the heads file a head is smaller than the one before it' },
  head_missing: { ja: 'データベースにある先頭値が、先頭値のファイルにありません（ファイルが切り取られています）', en: 'a head in the database is absent from the heads file (the file was cut)' },
} as const;

export function describeFinding({ kind, from, until, line }: Finding, language: 'ja' | 'en'): string {
  const ja = language === 'ja';
  const places = [];
  if (line !== undefined) places.push(ja ? `先頭値ファイル ${line} 行目` : `line ${line} of the heads file`);
  if (kind.startsWith('head')) places.push(ja ? `記録 ${from} までの先頭値` : `head of entries up to ${from}`);
  else if (from === until) places.push(ja ? `記録 ${from}` : `entry ${from}`);
  else places.push(ja ? `記録 ${from}〜${until}` : `entries ${from} to ${until}`);
  return `${places.join(', ')}: ${texts[kind][language]}`;
}
