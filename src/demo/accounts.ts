/** The demo's accounts with their first passwords, made once and kept in a file of their own (mode 0600). */
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { writeSecretFile } from '#config/secret-file.ts';
import { firstPassword } from '#identity/passwords.ts';
import { admin, general, guest, type DemoPerson } from './people.ts';

const account = z.strictObject({ user: z.string(), password: z.string(), name: z.string() });
const schema = z.strictObject({ admin: account, general: z.array(account), guest: account });
export type Accounts = z.infer<typeof schema>;

export function makeAccounts(serverName: string): Accounts {
  const made = (person: DemoPerson) => ({ user: `@${person.user}:${serverName}`, password: firstPassword(), name: person.name });
  return { admin: made(admin), general: general.map(made), guest: made(guest) };
}

/** Those of `file`, or fresh ones that are kept there. */
export function keptAccounts(file: string, serverName: string): Accounts {
  if (existsSync(file)) return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const accounts = makeAccounts(serverName);
  writeSecretFile(file, `${JSON.stringify(accounts, null, 2)}\n`);
  return accounts;
}
