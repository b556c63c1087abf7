/** Files that hold secrets: readable by their owner alone, written whole or not at all. */
import { closeSync, fsyncSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';

/** Replaces `file` at once, mode 0600, on the disk when it returns. */
export function writeSecretFile(file: string, text: string): void {
  const draft = `${file}.new`;
  rmSync(draft, { force: true });
  const descriptor = openSync(draft, 'wx', 0o600);
  try {
    writeSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(draft, file);
}

/** Whether anybody but its owner may read or write the file. */
export function isExposed(file: string): boolean {
  return (statSync(file).mode & 0o077) !== 0;
}
