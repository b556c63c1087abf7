/** The checks of `sekisho doctor`, in the order in which a fault in one explains the next. */
import type { Check } from './check.ts';
import { certificates } from './certificates.ts';
import { database } from './database.ts';
import { disk } from './disk.ts';
import { files } from './files.ts';
import { clock, closed, homeserver, ping } from './homeserver.ts';

export const checks: readonly Check[] = [files, certificates, disk, database, homeserver, closed, clock, ping];
