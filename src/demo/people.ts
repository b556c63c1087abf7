/** Who lives in the demo city: a small town hall of three units, an administrator, a guest whom a member of staff answers for. */
import type { Unit } from '#model/person.ts';

export interface DemoPerson {
  /** 職員番号 in lower case: the local part of the user ID. */
  user: string;
  name: string;
  reading: string;
  unit: string | null;
}

export const units: Unit[] = [
  { code: '000', name: '霞町役場', parent: null },
  { code: '100', name: '総務課', parent: '000' },
  { code: '200', name: '住民課', parent: '000' },
  { code: '300', name: '建設課', parent: '000' },
];

export const admin: DemoPerson = { user: 's0001', name: '山田 太郎', reading: 'やまだ たろう', unit: '100' };

export const general: DemoPerson[] = [
  { user: 's1001', name: '佐藤 花子', reading: 'さとう はなこ', unit: '100' },
  { user: 's1002', name: '鈴木 一郎', reading: 'すずき いちろう', unit: '100' },
  { user: 's2001', name: '高橋 美咲', reading: 'たかはし みさき', unit: '200' },
  { user: 's2002', name: '田中 健太', reading: 'たなか けんた', unit: '200' },
  { user: 's3001', name: '伊藤 直子', reading: 'いとう なおこ', unit: '300' },
  { user: 's3002', name: '渡辺 大輔', reading: 'わたなべ だいすけ', unit: '300' },
];

/** Surveys for the 建設課; `sponsor` answers for them. */
export const guest: DemoPerson & { sponsor: string } = { user: 'g0001', name: '小林 誠（霞測量）', reading: 'こばやし まこと', unit: null, sponsor: 's3001' };
