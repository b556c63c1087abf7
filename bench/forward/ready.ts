/** A proxy in a process of its own: what it forwards to, and how it tells its parent where it listens. */

export const upstream = process.argv[2] ?? '';

export function ready(url: string): void {
  process.on('disconnect', () => process.exit());
  process.send?.(url);
}
