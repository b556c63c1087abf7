/** Structured logs (one JSON object a line). Secrets and message text never enter them: callers pass chosen fields only. */
import { pino } from 'pino';

export interface Log {
  debug(fields: Record<string, unknown>, message: string): void;
  info(fields: Record<string, unknown>, message: string): void;
  warn(fields: Record<string, unknown>, message: string): void;
  error(fields: Record<string, unknown>, message: string): void;
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/** Fields whose names could carry a secret are replaced, should one ever be passed by mistake. */
const redact = ['token', 'password', 'authorization', '*.token', '*.password', '*.authorization', '*.access_token', 'access_token'];

/** A log that writes to standard output, or to `file` when one is given. */
export function createLog(level: LogLevel, file?: string): Log {
  const options = { level, base: {}, redact, timestamp: pino.stdTimeFunctions.isoTime };
  return file === undefined ? pino(options) : pino(options, pino.destination({ dest: file, sync: false, mkdir: true }));
}
