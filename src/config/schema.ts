/** The one schema of the configuration: a section a file. `sekisho.sample.yaml`, the errors and the types all come from it. */
import { z } from 'zod';
import { admin } from './sections/admin.ts';
import { appservice } from './sections/appservice.ts';
import { audit } from './sections/audit.ts';
import { city } from './sections/city.ts';
import { database } from './sections/database.ts';
import { homeserver } from './sections/homeserver.ts';
import { keys } from './sections/keys.ts';
import { log } from './sections/log.ts';
import { server } from './sections/server.ts';
import { sessions } from './sections/sessions.ts';
import { zones } from './sections/zones.ts';

export const schema = z.strictObject({ server, zones, admin, homeserver, appservice, database, sessions, keys, audit, log, city });

/** A configuration that was checked; the paths in it are absolute. */
export type Config = z.infer<typeof schema>;
/** What may be written in the file: what has a default can be absent. */
export type ConfigInput = z.input<typeof schema>;
