/** A proxy in a process of its own: tells where it listens, and on every `cpu` how much of it it has used. */

/** What the parent is told when the proxy takes requests. */
export interface Ready {
  url: string;
  /** The bearer token that the load is to send. */
  token: string;
}

export function measured({ url, token = 'token' }: { url: string; token?: string }): void {
  process.on('disconnect', () => process.exit());
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    process.send?.(user + system);
  });
  process.send?.({ url, token } satisfies Ready);
}

/** The upstream that the parent gave. */
export const upstream = process.argv[2] ?? '';
