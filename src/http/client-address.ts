/**
 * 4.5.1: the true address of a client. A header counts only when the peer itself is a trusted proxy,
 * and then only what trusted proxies wrote: Koa's own `ctx.ip` takes the first, forgeable entry.
 */
import { contains, parseAddress, parseNetwork } from '#policy/networks.ts';
import type { ParsedNetwork } from '#policy/networks.ts';

/** The proxies in front of a listener, and the header in which they tell the client's address. */
export interface Proxies {
  networks: readonly ParsedNetwork[];
  header: 'cf-connecting-ip' | 'x-forwarded-for';
}

/** @throws RangeError when a range is none. */
export function parseProxies(cidrs: readonly string[], header: Proxies['header']): Proxies {
  return { networks: cidrs.map(parseNetwork), header };
}

/**
 * @param peer the address of the TCP connection
 * @returns null when it cannot be told, so that the request must be refused: a trusted proxy that names no valid client
 */
export function clientAddress(peer: string | undefined, rawHeaders: readonly string[], proxies: Proxies | null): string | null {
  const direct = normalise(peer ?? '');
  if (direct === null || proxies === null || !trusted(proxies, direct)) return direct;
  const lines = valuesOf(rawHeaders, proxies.header);
  if (proxies.header === 'cf-connecting-ip') return lines.length === 1 ? normalise(lines[0] ?? '') : null;
  const hops = lines.join(',').split(',');
  for (let i = hops.length - 1; i >= 0; i--) {
    const hop = normalise((hops[i] ?? '').trim());
    if (hop === null || !trusted(proxies, hop)) return hop;
  }
  return null;
}

function trusted(proxies: Proxies, text: string): boolean {
  const address = parseAddress(text);
  return address !== null && proxies.networks.some((network) => contains(network, address));
}

function valuesOf(rawHeaders: readonly string[], name: string): string[] {
  return rawHeaders.filter((_, i) => i % 2 === 1 && rawHeaders[i - 1]?.toLowerCase() === name);
}

/** One text for one address: IPv4 as four numbers also where it came mapped into IPv6, IPv6 in lower case and short. */
function normalise(text: string): string | null {
  const address = parseAddress(text);
  if (address === null) return null;
  if (!address.v4) return new URL(`http://[${text}]/`).hostname.slice(1, -1);
  const word = address.words[0];
  return `${word >>> 24}.${(word >>> 16) & 255}.${(word >>> 8) & 255}.${word & 255}`;
}
