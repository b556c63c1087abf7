/** A person as the admin REST shows and takes them. */
import { z } from 'zod';
import type { UserId } from '#matrix/identifiers.ts';
import type { Person } from '#model/person.ts';
import { Refused } from '#model/refused.ts';
import type { By, People, Profile } from '#people/people.ts';
import { rfc3339 } from '#lib/clock.ts';
import type { Caller } from '../endpoint.ts';
import { line, time, timeOrNull, userId } from '../fields.ts';
import { badRequest } from '../input.ts';

const name = line(100).min(1).describe('氏名。表示名になります / Name; becomes the display name');
const role = z.enum(['general', 'admin', 'approver']).describe('権限 / Role');
const groups = z.array(line(100).min(1)).max(100).refine((list) => new Set(list).size === list.length, '同じ語が二度あります / a word stands twice').describe('グループ / Groups');
export const password = line(512).min(1).describe('省くと関所が作り、一度だけ答えます / Left out, Sekisho makes one and answers it once');

/** What an administrator may say of a person; what is left out of a change stays. */
export const profile = {
  name: name.optional(),
  reading: line(100).optional().describe('ふりがな / Reading'),
  role: role.optional(),
  unit: line(64).min(1).nullable().optional().describe('所属コード / Code of the unit'),
  groups: groups.optional(),
  sponsor: userId.nullable().optional().describe('ゲストの担当の職員 / Who answers for a guest'),
  email: z.email().max(254).nullable().optional().describe('メール。なくてもよい / E-mail; nobody needs one'),
  expires: time.nullable().optional().describe('利用期限 / When the account ends'),
};

export const user = z.strictObject({
  user_id: z.string(), name: z.string(), reading: z.string(),
  kind: z.enum(['staff', 'guest']), role, state: z.enum(['active', 'locked', 'retired']),
  unit: z.string().nullable(), groups: z.array(z.string()), sponsor: z.string().nullable(), email: z.string().nullable(),
  expires: time.nullable(),
  password_set_by: z.enum(['admin', 'self']),
  provisioned: z.boolean().describe('ホームサーバが知っているか / Whether the homeserver knows'),
  created: time,
});

export const passwordOnce = z.string().optional().describe('関所が作ったとき、一度だけ / Once, where Sekisho made it');

export const byUser = z.strictObject({ user_id: userId });

export const userOf = (person: Person) => ({
  user_id: person.userId, name: person.name, reading: person.reading, kind: person.kind, role: person.role, state: person.state,
  unit: person.unit, groups: person.groups, sponsor: person.sponsor, email: person.email, expires: timeOrNull(person.expires),
  password_set_by: person.passwordSetBy, provisioned: person.provisioned, created: rfc3339(person.created),
});

/** @throws Refused not_found when the text can be no user of this city. */
export function knownId(people: People, text: string): UserId {
  const id = people.idOf(text);
  if (id === null) throw new Refused('not_found');
  return id;
}

type Said = { [K in keyof typeof profile]?: z.output<(typeof profile)[K]> };

/** What was said, in the words of the model; what was left out is left out. @throws Refused */
export function profileOf({ sponsor, expires, ...said }: Said, people: People): Partial<Profile> {
  const sponsorId = typeof sponsor === 'string' ? people.idOf(sponsor) : sponsor;
  if (sponsorId === null && sponsor !== null) throw badRequest('body.sponsor: この市のユーザーIDではありません / is no user ID of this city');
  const all = { ...said, sponsor: sponsorId, expires: typeof expires === 'string' ? Date.parse(expires) : expires };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

export const byOf = ({ actor }: Caller, why: string | undefined): By => ({ actor, ...(why !== undefined && { why }) });
